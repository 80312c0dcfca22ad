"""Static files under names that carry their content, the modules that they import included."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """For development and demonstration: not compressed, so made in a moment."""

    support_js_module_import_aggregation = True


class CompressedFiles(CompressedManifestStaticFilesStorage):
    """For production: gzip and Brotli versions made once, when collected."""

    support_js_module_import_aggregation = True
