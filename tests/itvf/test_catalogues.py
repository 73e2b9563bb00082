"""The Chinese catalogue: complete, in step with the code, its places the same as in English."""

import re

import pytest
from django.core.management import CommandError, call_command

from itvf import catalogues


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """A project of its own, with one application, one template and a borrowed message."""
    (tmp_path / "app").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "borrowed.txt").write_text("# a note\nBorrowed\nof a month\tMay\n")
    monkeypatch.setattr(catalogues, "BASE_DIR", tmp_path)
    monkeypatch.setattr(catalogues, "APPS", ("app",))
    monkeypatch.setattr(catalogues, "BORROWED", tmp_path / "locale" / "borrowed.txt")
    monkeypatch.setattr(catalogues, "CATALOGUE", tmp_path / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po")
    return tmp_path


def translate(pairs: dict[str, str]) -> None:
    text = catalogues.CATALOGUE.read_text(encoding="utf-8")
    for english, chinese in pairs.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"')
    catalogues.CATALOGUE.write_text(text, encoding="utf-8")


class TestCatalogue:
    def test_is_complete_and_in_step_with_the_code(self):
        assert catalogues.problems() == []

    def test_leaves_the_currency_of_an_amount_to_the_name_of_its_fact(self):
        by_hand = re.compile(r"(HK\$|\$)\{\w+_hkd\}|\{\w+_hkd\}\s*(港元|元)")
        text = catalogues.CATALOGUE.read_text(encoding="utf-8").replace('"\n"', "")
        assert "_hkd}" in text
        assert by_hand.findall(text) == []


class TestFound:
    def test_reads_marks_in_python_and_in_templates(self, scratch):
        (scratch / "app" / "rules.py").write_text(
            'a = gettext_noop("The sum is {found}.")\nb = _("Fund")\nc = ngettext("one day", "%(n)s days", n)\n'
            'd = pgettext("verb", "Call")\ne = _(\n    "long "\n    "words"\n)\n'
        )
        (scratch / "templates" / "page.html").write_text(
            '{% load i18n %}<p title="it\'s">{% translate "Sign in" %}</p>\n  {% if x %}\n'
            "{% blocktranslate with n=x %}{{ n }} left{% endblocktranslate %}{% endif %}"
            '{% translate "May" context "permission" as word %}{{ _("Hello") }}'
        )
        found = {(said.id, said.context) for said in catalogues.found()}
        assert found == {
            ("The sum is {found}.", None),
            ("Fund", None),
            (("one day", "%(n)s days"), None),
            ("Call", "verb"),
            ("long words", None),
            ("Sign in", None),
            ("%(n)s left", None),
            ("May", "permission"),
            ("Hello", None),
            ("Borrowed", None),
            ("May", "of a month"),
        }

    def test_leaves_migrations_out(self, scratch):
        (scratch / "app" / "migrations").mkdir()
        (scratch / "app" / "migrations" / "first.py").write_text('a = _("old name")')
        assert "old name" not in {said.id for said in catalogues.found()}


class TestUpdate:
    def test_keeps_translations_and_drops_what_is_no_longer_said(self, scratch):
        code = scratch / "app" / "a.py"
        code.write_text('a = _("Fund")\nb = _("Gone")')
        catalogues.update()
        translate({"Fund": "基金", "Gone": "已去"})
        code.write_text('a = _("Fund")\nb = _("New")')
        catalogues.update()
        text = catalogues.CATALOGUE.read_text(encoding="utf-8")
        assert 'msgid "Fund"\nmsgstr "基金"' in text
        assert 'msgid "New"\nmsgstr ""' in text
        assert "Gone" not in text

    def test_writes_the_same_file_twice(self, scratch):
        (scratch / "app" / "a.py").write_text('a = _("Fund")')
        catalogues.update()
        first = catalogues.CATALOGUE.read_bytes()
        catalogues.update()
        assert catalogues.CATALOGUE.read_bytes() == first


class TestProblems:
    def test_names_what_has_no_translation_and_where_it_is_said(self, scratch):
        (scratch / "app" / "a.py").write_text('a = _("Fund")')
        catalogues.update()
        assert "no translation: 'Fund' (app/a.py)" in catalogues.problems()

    @pytest.mark.parametrize(("chinese", "is_right"), [("合共 {found}", True), ("合共 {sum}", False), ("合共", False)])
    def test_compares_the_places(self, scratch, chinese, is_right):
        (scratch / "app" / "a.py").write_text('a = gettext_noop("The sum is {found}")')
        catalogues.update()
        translate({"The sum is {found}": chinese})
        assert any("places differ" in fault for fault in catalogues.problems()) is not is_right

    def test_names_a_translation_of_nothing(self, scratch):
        (scratch / "app" / "a.py").write_text('a = _("Fund")')
        catalogues.update()
        (scratch / "app" / "a.py").write_text("")
        assert "no longer said: 'Fund'" in catalogues.problems()


class TestCommand:
    def test_with_check_fails_and_lists(self, scratch):
        with pytest.raises(CommandError, match="no translation: 'Borrowed'"):
            call_command("catalogues", check=True)
        assert not catalogues.CATALOGUE.exists()

    def test_writes_and_compiles(self, scratch, capsys):
        call_command("catalogues")
        assert "2 messages, 2 without a translation" in capsys.readouterr().out
        assert catalogues.CATALOGUE.with_suffix(".mo").exists()


class TestCompile:
    def test_writes_only_what_is_older_than_its_source(self, scratch):
        catalogues.update()
        assert len(catalogues.compile_catalogues()) == 1
        assert catalogues.compile_catalogues() == []
