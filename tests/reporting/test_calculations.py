"""The calculations' door: strict input, faults by name and place, ids that come back, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from reporting.calculations import run
from reporting.calculations.reader import InputFaults, Reader
from reporting.calculations.registry import KINDS, calculation
from tests.benchmarks.measuring import growth

MATCH = {"scheme": "itvf-enhanced-2024", "non_government_hkd": "450000000.00", "envelope_used_hkd": "0.00"}
ALLOCATE = {"amount_hkd": "1.00", "weights": [{"id": "a", "weight": "1"}]}
FEE = {
    "rate_during": "0.02",
    "rate_after": "0.02",
    "base_during": "invested",
    "base_after": "net_invested",
    "investment_period_end_date": "2026-02-14",
    "committed_hkd": "600000000.00",
    "events": [],
    "periods": [{"start_date": "2026-01-01", "end_date": "2026-03-31"}],
    "day_count": "ACT/ACT",
}
CALL = {
    "amount_hkd": "1.00",
    "partners": [
        {"id": "a", "commitment_hkd": "9.00", "called_before_hkd": "0.00", "unfunded_before_hkd": "9.00"},
        {"id": "b", "commitment_hkd": "9.00", "called_before_hkd": "0.00", "unfunded_before_hkd": "9.00"},
    ],
}


def faults(kind: str, document) -> list[tuple[str, str]]:
    """The code and path of each error of an input that must be refused."""
    answer, ok = run.calculate(kind, document)
    assert not ok
    assert all(error["message"] for error in answer["errors"])
    return [(error["code"], error["path"]) for error in answer["errors"]]


def text(document) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


class TestReader:
    @pytest.mark.parametrize(
        "value",
        ["0", "0.5", "0.55", "9999999999999999.99", "007.00"],
    )
    def test_reads_money_with_two_places(self, value):
        assert Reader({"a": value}).money("a").as_tuple().exponent == -2

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (1, "number_refused"),
            (1.5, "number_refused"),
            (None, "not_a_number"),
            (True, "not_a_number"),
            ("", "not_a_number"),
            (" 1.00", "not_a_number"),
            ("1.00\n", "not_a_number"),
            ("1e3", "not_a_number"),
            ("+1.00", "not_a_number"),
            (".5", "not_a_number"),
            ("1.", "not_a_number"),
            ("1,000.00", "not_a_number"),
            ("１.00", "not_a_number"),
            ("NaN", "not_a_number"),
            ("Infinity", "not_a_number"),
            (["1.00"], "not_a_number"),
            ("0.005", "too_many_places"),
            ("10000000000000000.00", "too_large"),
            ("-0.01", "negative"),
        ],
    )
    def test_refuses_what_is_not_money(self, value, code):
        reader = Reader({"a": value})
        assert reader.money("a") is None
        with pytest.raises(InputFaults) as refusal:
            reader.close()
        assert [(fault.code, fault.field) for fault in refusal.value.faults] == [(code, "a")]

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("1000000000000", "too_large"),
            ("0.0000000000001", "too_many_places"),
            ("-1", "negative"),
            (0.5, "number_refused"),
        ],
    )
    def test_refuses_rates_of_more_than_twelve_digits_on_a_side(self, value, code):
        reader = Reader({"a": value, "b": "999999999999.999999999999"})
        assert reader.rate("b") is not None
        reader.rate("a")
        assert [fault.code for fault in reader.faults] == [code]

    def test_reads_minus_nothing_as_nothing(self):
        assert str(Reader({"a": "-0.00"}).money("a")) == "0.00"

    @pytest.mark.parametrize(
        "value", ["2026-02-29", "20260228", "2026-W09-6", "2026-2-28", "28/02/2026", 20260228, None]
    )
    def test_refuses_what_is_not_a_date(self, value):
        reader = Reader({"a": value})
        assert reader.date("a") is None
        assert [fault.code for fault in reader.faults] == ["not_a_date"]

    @pytest.mark.parametrize("value", [1, "true", None])
    def test_refuses_what_is_not_a_flag(self, value):
        reader = Reader({"a": value})
        assert reader.flag("a") is None
        assert [fault.code for fault in reader.faults] == ["not_a_flag"]

    def test_reads_missing_and_null_as_none_only_where_told(self):
        reader = Reader({"a": None})
        assert reader.money("a", null=True) is None
        assert reader.date("b", null=True) is None
        assert reader.flag("c", default=True) is True
        reader.close()
        assert reader.text("a") is None
        assert [fault.code for fault in reader.faults] == ["not_text"]

    def test_names_unknown_keys_wherever_they_stand(self):
        reader = Reader({"a": {"b": "x", "c": "y"}, "d": [{}, {"e": 1}], "f": 1})
        reader.child("a").text("b")
        reader.children("d")
        with pytest.raises(InputFaults) as refusal:
            reader.close()
        assert [(fault.code, fault.field) for fault in refusal.value.faults] == [
            ("unknown_key", "f"),
            ("unknown_key", "a.c"),
            ("unknown_key", "d.1.e"),
        ]

    def test_a_missing_object_is_one_fault(self):
        reader = Reader({"b": 3})
        for name in ("a", "b"):
            reader.child(name).text("c")
        assert [(fault.code, fault.field) for fault in reader.faults] == [("missing", "a"), ("not_an_object", "b")]

    def test_finds_all_faults_at_once(self):
        assert faults("match", {"scheme": 5, "non_government_hkd": 4.5, "extra": 1}) == [
            ("not_text", "scheme"),
            ("number_refused", "non_government_hkd"),
            ("missing", "envelope_used_hkd"),
            ("unknown_key", "extra"),
        ]


class TestCalculate:
    @pytest.mark.parametrize("document", [None, [], "x", 1, True])
    def test_refuses_what_is_no_object(self, document):
        assert faults("match", document) == [("not_an_object", "")]

    @pytest.mark.parametrize("identity", ["a", "創科", 7, 0, -1])
    def test_gives_the_id_back_first_with_answer_and_errors(self, identity):
        answer, ok = run.calculate("match", MATCH | {"id": identity})
        assert (ok, next(iter(answer.items()))) == (True, ("id", identity))
        answer, ok = run.calculate("match", {"id": identity})
        assert (ok, list(answer), answer["id"]) == (False, ["id", "errors"], identity)

    @pytest.mark.parametrize("identity", ["", None, True, [1], {"a": 1}, 1.5])
    def test_refuses_an_id_that_is_none(self, identity):
        assert faults("match", MATCH | {"id": identity}) == [("not_an_id", "id")]

    def test_refuses_an_unknown_kind_naming_the_known_ones(self):
        answer, ok = run.calculate("guess", {"id": 1})
        assert not ok
        assert answer["id"] == 1
        assert "match, call, allocate" in answer["errors"][0]["message"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_is_there(self, kind):
        assert callable(calculation(kind))
        assert ("missing" in {code for code, _path in faults(kind, {})}) is True

    def test_refuses_an_unknown_scheme_and_a_gp_above_the_whole(self):
        assert faults("match", MATCH | {"scheme": "itvf-1997"}) == [("unknown_scheme", "scheme")]
        above = MATCH | {"gp_commitment_hkd": "450000000.01"}
        assert faults("match", above) == [("gp_above_whole", "gp_commitment_hkd")]

    def test_refuses_calls_without_partners_or_with_one_twice_or_below_zero(self):
        twice = {**CALL, "partners": [CALL["partners"][0]] * 2}
        assert faults("call", twice) == [("duplicate_id", "partners.1.id")]
        assert faults("call", CALL | {"partners": []}) == [("empty_list", "partners")]
        assert faults("call", CALL | {"amount_hkd": "-0.01"}) == [("negative", "amount_hkd")]

    def test_takes_an_entitlement_of_twelve_places_and_no_more(self):
        partner = CALL["partners"][0]
        fine = CALL | {"partners": [partner | {"entitled_before_hkd": "0.003333333333"}]}
        answer, _ok = run.calculate("call", fine)
        assert answer["lines"][0]["entitled_after_hkd"] == "1.003333333333"
        beyond = CALL | {"partners": [partner | {"entitled_before_hkd": "0.0033333333333"}]}
        assert faults("call", beyond) == [("too_many_places", "partners.0.entitled_before_hkd")]

    @pytest.mark.parametrize(
        ("weights", "fault"),
        [
            ([], ("empty_list", "weights")),
            ([{"id": "a", "weight": "0"}], ("zero_weights", "")),
            ([{"id": "a", "weight": "-1"}], ("negative", "weights.0.weight")),
        ],
    )
    def test_refuses_weights_that_divide_nothing(self, weights, fault):
        assert faults("allocate", ALLOCATE | {"weights": weights}) == [fault]

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"end_date": "2026-06-30"}, ("ends_before_start", "end_date")),
            ({"partners": []}, ("empty_list", "partners")),
            ({"partners": [{"id": "a", "commitment_hkd": "0.00"}]}, ("no_commitment", "partners")),
            ({"offsets": [{"amount_hkd": "1.00", "rate": "1.01"}]}, ("offset_not_a_share", "rate")),
        ],
    )
    def test_refuses_a_fee_that_nobody_can_share(self, change, fault):
        quarter = {"start_date": "2026-07-01", "end_date": "2026-09-30", "fee_hkd": "1.00", "cap_hkd": "1.00"}
        given = quarter | {"partners": [{"id": "a", "commitment_hkd": "1.00"}]}
        assert run.calculate("partner-fees", given)[1]
        assert faults("partner-fees", given | change) == [fault]

    def test_fee_takes_the_calendar_by_days_where_nothing_is_said(self):
        spoken, _ok = run.calculate("fee", FEE | {"calendar": "daily", "proration": "days"})
        assert run.calculate("fee", FEE) == (spoken, True)

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"base_during": "nav"}, ("not_a_choice", "base_during")),
            ({"day_count": "ACT/364"}, ("not_a_choice", "day_count")),
            ({"rate_after": "-0.01"}, ("negative", "rate_after")),
            (
                {"events": [{"date": "2026-01-01", "kind": "lost", "amount_hkd": "1.00"}]},
                ("not_a_choice", "events.0.kind"),
            ),
            (
                {"periods": [{"start_date": "2026-01-02", "end_date": "2026-01-01"}]},
                ("ends_before_start", "periods.0.end_date"),
            ),
            ({"periods": [{"start_date": "9999-12-01", "end_date": "9999-12-31"}]}, ("out_of_range", "")),
            (
                {
                    "base_during": "net_invested",
                    "events": [{"date": "2026-01-01", "kind": "written_off", "amount_hkd": "1.00"}],
                },
                ("base_below_zero", "events"),
            ),
        ],
    )
    def test_refuses_fee_input_by_name_and_place(self, change, fault):
        assert faults("fee", FEE | change) == [fault]

    def test_splits_a_call_in_linear_time(self):
        def work(size: int) -> None:
            partners = [CALL["partners"][0] | {"id": i, "commitment_hkd": f"{i + 1}.00"} for i in range(size)]
            answer, ok = run.calculate("call", {"amount_hkd": "50000.00", "partners": partners})
            assert (ok, len(answer["lines"])) == (True, size)

        assert growth(work, (500, 2_000, 8_000)) < 1.5


class TestCalculateText:
    @pytest.mark.parametrize(
        ("raw", "fault"),
        [
            (b"\xff{}", ("invalid_utf8", "")),
            (b"", ("invalid_json", "")),
            (b"{", ("invalid_json", "")),
            (b"{} {}", ("invalid_json", "")),
            (b"[" * 100_000, ("invalid_json", "")),
            (b'{"id": 1, "amount_hkd": "1.00", "amount_hkd": "1.00"}', ("duplicate_key", "amount_hkd")),
            (b'{"amount_hkd": NaN}', ("number_refused", "amount_hkd")),
            (b'{"amount_hkd": 1e999}', ("number_refused", "amount_hkd")),
            (b'{"amount_hkd": ' + b"9" * 10_000 + b"}", ("number_refused", "amount_hkd")),
        ],
    )
    def test_refuses_what_is_not_strict_json(self, raw, fault):
        answer, ok = run.calculate_text("allocate", raw)
        first = answer["errors"][0]
        assert (ok, (first["code"], first["path"])) == (False, fault)
        assert len(first["message"]) < 300

    def test_reads_past_a_byte_order_mark(self):
        assert run.calculate_text("allocate", b"\xef\xbb\xbf" + text(ALLOCATE))[1] is True

    def test_prints_texts_that_any_stream_takes(self):
        answer, _ok = run.calculate_text("allocate", rb'{"id": "\ud800", "amount_hkd": "1.00", "weights": []}')
        shown = run.printed(answer)
        shown.encode("utf-8")
        assert json.loads(shown)["id"] == "\ud800"


class TestCalculateLines:
    def test_answers_each_line_in_order_and_skips_blank_ones(self):
        lines = [text(ALLOCATE | {"id": 1}), b"\n", b" \t\r\n", b"\xff\n", b"[1]\n", text({"id": 2}), text(ALLOCATE)]
        first, invalid, no_object, refused, last = run.calculate_lines("allocate", lines)
        assert (first["id"], first["lines"][0]["amount_hkd"]) == (1, "1.00")
        assert invalid["errors"][0]["code"] == "invalid_utf8"
        assert no_object["errors"][0]["code"] == "not_an_object"
        assert "id" not in invalid
        assert "id" not in no_object
        assert (refused["id"], refused["errors"][0]["code"]) == (2, "missing")
        assert "id" not in last


class TestCommand:
    def answer(self, capsys, *arguments, code: int = 0):
        """What the command prints and how it ends."""
        if code:
            with pytest.raises(SystemExit) as end:
                call_command("calculate", *arguments)
            assert end.value.code == code
        else:
            call_command("calculate", *arguments)
        return capsys.readouterr().out

    def file(self, tmp_path: Path, *documents) -> str:
        path = tmp_path / "input.json"
        path.write_bytes(b"\n".join(text(document) for document in documents))
        return str(path)

    def test_prints_the_answer(self, capsys, tmp_path):
        shown = json.loads(self.answer(capsys, "match", self.file(tmp_path, MATCH)))
        assert shown["government_hkd"] == "150000000.00"

    def test_exits_2_with_errors_where_it_refuses(self, capsys, tmp_path):
        shown = json.loads(self.answer(capsys, "match", self.file(tmp_path, {}), code=2))
        assert [error["path"] for error in shown["errors"]] == [*MATCH]

    def test_exits_0_with_lines_even_where_one_is_refused(self, capsys, tmp_path):
        shown = self.answer(capsys, "match", self.file(tmp_path, MATCH, {}, MATCH), "--lines").splitlines()
        assert ["errors" in json.loads(line) for line in shown] == [False, True, False]

    @pytest.mark.parametrize("more", [[], ["--lines"]])
    def test_exits_2_for_an_unknown_kind_and_for_no_file(self, capsys, tmp_path, more):
        shown = json.loads(self.answer(capsys, "guess", self.file(tmp_path, MATCH), *more, code=2))
        assert shown["errors"][0]["code"] == "unknown_kind"
        shown = json.loads(self.answer(capsys, "match", str(tmp_path / "none.json"), *more, code=2))
        assert shown["errors"][0]["code"] == "unreadable"
        shown = json.loads(self.answer(capsys, "match", str(tmp_path), *more, code=2))
        assert shown["errors"][0]["code"] == "unreadable"


def test_the_arithmetic_loads_neither_django_nor_other_kinds():
    """Start-up stays fast, and the rules pure: a calculation needs no settings."""
    program = (
        "import json, sys; from reporting.calculations.run import calculate;"
        f"assert calculate('match', json.loads({json.dumps(json.dumps(MATCH))}))[1];"
        "print(sorted(name for name in sys.modules if name == 'django' or name == 'pyxirr' or 'waterfall' in name))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class TestManage:
    ROOT = Path(__file__).resolve().parents[2]

    def run(self, *arguments: str, given: bytes, **environment: str) -> tuple[int, bytes]:
        """manage.py as a program of its own, with nothing in its environment but what is given."""
        command = [sys.executable, str(self.ROOT / "manage.py"), "calculate", *arguments]
        done = subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
        return done.returncode, done.stdout

    def test_calculates_without_settings_from_standard_input(self):
        code, shown = self.run("match", "-", given=text(MATCH))
        assert (code, json.loads(shown)["fund_size_hkd"]) == (0, "600000000.00")
        code, shown = self.run("match", "-", given=b"{}")
        assert (code, json.loads(shown)["errors"][0]["code"]) == (2, "missing")

    def test_writes_utf_8_whatever_the_place_speaks(self):
        given = text(MATCH | {"id": "創科"})
        code, shown = self.run("match", "-", "--lines", given=given, PYTHONIOENCODING="latin-1", LC_ALL="C")
        assert (code, json.loads(shown.decode("utf-8"))["id"]) == (0, "創科")
        assert "創科".encode() in shown
