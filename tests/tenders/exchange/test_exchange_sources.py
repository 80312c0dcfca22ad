"""Which files stand behind the paths that somebody names."""

from __future__ import annotations

import pytest

from tenders.exchange import eforms, sources
from tenders.exchange.refusals import Unreadable


@pytest.fixture
def folder(tmp_path, written):
    """Three notices at two depths, among other things."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / "folder.xml").mkdir()
    for name in ("b.xml", "a.xml", "b/deep/C.XML"):
        (tmp_path / name).write_bytes(written())
    (tmp_path / "readme.txt").write_text("not a notice")
    (tmp_path / "notices.zip").write_bytes(b"PK")
    return tmp_path


def test_a_folder_stands_for_every_xml_file_in_it_in_order(folder):
    assert list(sources.notices_in([folder])) == [
        (str(folder / name), folder / name) for name in ("a.xml", "b/deep/C.XML", "b.xml")
    ]


def test_a_file_named_outright_comes_whatever_its_name(folder):
    files = [str(folder / "readme.txt"), folder / "b.xml"]
    assert [name for name, _ in sources.notices_in(files)] == [str(file) for file in files]


def test_what_is_no_notice_by_its_name_is_told_and_hidden_files_are_not(folder):
    (folder / ".DS_Store").write_text("hidden")
    assert sources.passed_over([folder, folder / "a.xml"]) == [
        str(folder / "notices.zip"),
        str(folder / "readme.txt"),
    ]


def test_a_link_that_leads_nowhere_is_no_secret(folder):
    (folder / "gone.xml").symlink_to(folder / "nowhere.xml")
    [(name, source)] = [found for found in sources.notices_in([folder]) if "gone" in found[0]]
    with pytest.raises(Unreadable) as refused:
        eforms.read(source, name=name)
    assert refused.value.name == str(folder / "gone.xml")


def test_a_missing_file_is_refused_by_the_reader_and_the_others_go_on(folder):
    read, refused = [], []
    for name, source in sources.notices_in([folder / "missing.xml", folder / "a.xml"]):
        try:
            read.append(eforms.read(source, name=name).source)
        except Unreadable as refusal:
            refused.append(refusal.name)
    assert (read, refused) == ([str(folder / "a.xml")], [str(folder / "missing.xml")])


def test_an_empty_folder_yields_nothing(tmp_path):
    assert list(sources.notices_in([tmp_path])) == []
