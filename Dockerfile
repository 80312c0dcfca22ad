# The platform's image: web server, worker, clock and migrations run from it.

# --- Front-end packages: style sheets and fonts, as pinned in package-lock.json ------------------
FROM node:24-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# --- Python packages, texts and static files -----------------------------------------------------
FROM python:3.13-slim AS builder
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/ppi
ENV PATH=/opt/ppi/bin:$PATH

# Wheels only: nothing is compiled, and each is what its hash says.
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --only-binary :all: --requirement requirements/base.txt

COPY manage.py ./
COPY ppi ppi/
COPY tenders tenders/
COPY profiles profiles/
COPY courses courses/
COPY cases cases/
COPY templates templates/
COPY static static/
COPY locale locale/
COPY --from=packages /build/node_modules node_modules/

# The base settings: what is done here needs no secret, so there is none to invent.
RUN export DJANGO_SETTINGS_MODULE=ppi.settings.base \
    && python manage.py compile_catalogues \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules requirements \
    && python -m compileall -q /app /opt/ppi/lib

# --- What runs -----------------------------------------------------------------------------------
FROM python:3.13-slim
RUN groupadd --system --gid 10001 ppi \
    && useradd --system --uid 10001 --gid ppi --no-create-home --shell /usr/sbin/nologin ppi

# All of it belongs to root: the account that runs it changes none of it.
COPY --from=builder /opt/ppi /opt/ppi
COPY --from=builder /app /app
COPY docker/probe.py /app/docker/probe.py
RUN install --directory --owner ppi --group ppi --mode 0750 /app/var/uploads

ENV PATH=/opt/ppi/bin:$PATH \
    DJANGO_SETTINGS_MODULE=ppi.settings.production \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 \
    CMD ["python", "docker/probe.py", "http://127.0.0.1:8000/healthz"]
CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--http=1", "--no-ws", \
     "--workers=2", "--blocking-threads=4", "--respawn-failed-workers", \
     "--workers-kill-timeout=20", "ppi.wsgi:application"]
