"""Values, rounds, spend, confirmations, visits, findings, affiliations and consents through the API."""

import json
from datetime import timedelta

from investments.models import Affiliation, Consent, FinancingRound, Finding, SpendLine, SpendReport, Valuation
from itvf.dates import quarter_end, today
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import refused


def estimate(day, **changes) -> dict:
    """An estimate by multiples."""
    about = {"valuation_date": day.isoformat(), "method": "multiples", "level": 3, "policy_version": "2026-1"}
    about |= {"inputs": {"metric": "revenue", "multiple": "6.5"}, "reason": "Orders doubled."}
    return about | {"fair_value_hkd": "46000000.00"} | changes


class TestValuations:
    def test_are_recorded_by_one_and_reviewed_by_another(self, world, investment, day):
        answer = world.post("maker", f"investments/{investment.pk}/valuations", estimate(day))
        assert answer.status_code == 201, answer.content
        pk = answer.json()["id"]
        refused(world.post("maker", f"valuations/{pk}/review", {"note": "Fine."}), 403)
        refused(world.post("other_maker", f"valuations/{pk}/review", {"note": "Fine."}), 404)
        done = world.post("programme_officer", f"valuations/{pk}/review", {"note": "Inputs seen."})
        assert done.status_code == 200, done.content
        assert (done.json()["stage"], done.json()["journal_entry"] is not None) == ("reviewed", True)
        refused(world.post("programme_manager", f"valuations/{pk}/refuse", {"reason": "No."}), 409)
        wrong = {"reason": "Another company's revenue."}
        refused(world.post("maker", f"valuations/{pk}/reverse", wrong), 403)
        refused(world.post("programme_officer", f"valuations/{pk}/reverse", wrong), 403)
        undone = world.post("programme_manager", f"valuations/{pk}/reverse", wrong).json()
        assert (undone["stage"], undone["reversal_reason"]) == ("reversed", wrong["reason"])
        assert world.get("maker", f"investments/{investment.pk}").json()["position"]["carrying_hkd"] == "40000000.00"

    def test_are_not_reviewed_by_their_maker(self, world, investment, day):
        pk = world.post("programme_officer", f"investments/{investment.pk}/valuations", estimate(day)).json()["id"]
        refused(world.post("programme_officer", f"valuations/{pk}/review", {"note": "Fine."}), 403)
        assert (
            world.post("programme_manager", f"valuations/{pk}/refuse", {"reason": "No."}).json()["stage"] == "refused"
        )

    def test_explain_what_the_method_lacks(self, world, investment, day):
        answer = world.post("maker", f"investments/{investment.pk}/valuations", estimate(day, inputs={}))
        assert [one["code"] for one in refused(answer, 422)["breaches"]] == ["input_missing"]
        assert not Valuation.objects.exists()

    def test_are_listed_to_those_who_may_see_them(self, world, investment, day):
        world.post("maker", f"investments/{investment.pk}/valuations", estimate(day))
        for job, count in (("maker", 1), ("auditor", 1), ("other_maker", 0), ("contact", 0)):
            assert len(world.get(job, "valuations", stage="draft").json()["results"]) == count


class TestRounds:
    def body(self, investment, **changes):
        about = {"fund": "harbour", "name": "Series B", "financing_stage": "series_b", "evidence": "Cap table"}
        about |= {"closed_date": today().isoformat(), "raised_hkd": "75000000.00"}
        return about | {"issued_units": "1000000", "diluted_units": "1250000.5"} | changes

    def test_are_recorded_corrected_and_listed(self, world, investment):
        where = f"companies/{investment.company_id}/rounds"
        first = world.post("maker", where, self.body(investment))
        assert first.status_code == 201, first.content
        right = world.post("maker", where, self.body(investment, diluted_units="1300000", replaces=first.json()["id"]))
        assert right.status_code == 201, right.content
        listed = world.get("maker", "rounds", company=investment.company_id).json()["results"]
        assert [(one["diluted_units"], one["stands"]) for one in listed] == [
            ("1300000.000000", True),
            ("1250000.500000", False),
        ]
        refused(world.post("maker", where, self.body(investment, replaces=first.json()["id"])), 409)

    def test_refuse_units_that_do_not_add_up_and_hide_from_others(self, world, investment):
        where = f"companies/{investment.company_id}/rounds"
        assert refused(world.post("maker", where, self.body(investment, diluted_units="1")), 400)["errors"]
        assert refused(world.post("maker", where, self.body(investment, issued_units=1000)), 400)["errors"]
        refused(world.post("auditor", where, self.body(investment)), 403)
        refused(world.post("other_maker", where, self.body(investment)), 404)
        assert not FinancingRound.objects.exists()


class TestSpend:
    def quarter(self, investment):
        return quarter_end(investment.completed_date)

    def body(self, investment, **changes):
        lines = [{"category": "talent", "description": "Engineers", "amount_hkd": "1800000.00"}]
        lines.append({"category": "services", "description": "Cloud", "amount_hkd": "200000.00"})
        about = {"period_end": self.quarter(investment).isoformat(), "hong_kong_jobs": 24, "lines": lines}
        return about | changes

    def test_is_reported_sampled_and_verified(self, world, investment):
        answer = world.post("maker", f"investments/{investment.pk}/spend-reports", self.body(investment))
        assert answer.status_code == 201, answer.content
        line = answer.json()["lines"][0]["id"]
        drawn = {"period_end": self.quarter(investment).isoformat(), "seed": "HIBOR 3.08123", "share_rate": "1"}
        refused(world.post("maker", "funds/harbour/spend-samples", drawn), 403)
        sample = world.post("programme_officer", "funds/harbour/spend-samples", drawn)
        assert sample.status_code == 201, sample.content
        assert sample.json()["lines"] == [one["id"] for one in answer.json()["lines"]]
        check = {"accepted_hkd": "1500000.00", "rejected_hkd": "300000.00", "reason": "Two work in Shenzhen."}
        refused(world.post("maker", f"spend-lines/{line}/checks", check), 403)
        refused(world.post("other_maker", f"spend-lines/{line}/checks", check), 404)
        assert world.post("programme_officer", f"spend-lines/{line}/checks", check).status_code == 201
        (shown,) = world.get("maker", "spend-reports").json()["results"]
        assert shown["lines"][0]["check"]["rejected_hkd"] == "300000.00"
        assert shown["lines"][0]["is_sampled"]
        refused(world.post("maker", f"investments/{investment.pk}/spend-reports", self.body(investment)), 409)

    def test_takes_the_evidence_of_its_lines(self, world, investment, upload, pdf):
        given = self.body(investment)
        given["lines"][0]["file"] = "payroll"
        where = f"investments/{investment.pk}/spend-reports"
        answer = upload("maker", where, {"report": json.dumps(given)}, payroll=pdf)
        assert answer.status_code == 201, answer.content
        assert [line["file"] and line["file"]["name"] for line in answer.json()["lines"]] == ["paper.pdf", None]
        assert SpendLine.objects.filter(file__isnull=False).count() == 1

    def test_refuses_files_that_no_line_names_and_lines_without_their_file(self, world, investment, upload, pdf):
        where = f"investments/{investment.pk}/spend-reports"
        stray = upload("maker", where, {"report": json.dumps(self.body(investment))}, payroll=pdf)
        assert refused(stray, 400)["code"] == "files_disagree"
        assert refused(upload("maker", where, {"report": "no"}, payroll=pdf), 400)["code"] == "not_json"
        assert not SpendReport.objects.exists()

    def test_is_read_in_as_many_queries_whatever_its_length(self, world, investment, django_assert_max_num_queries):
        world.post("maker", f"investments/{investment.pk}/spend-reports", self.body(investment))
        world.get("maker", "spend-reports")
        with django_assert_max_num_queries(12) as few:
            world.get("maker", "spend-reports")
            limit = len(few)
        assert limit
        lines = [{"category": "other", "description": f"No. {n}", "amount_hkd": "1.00"} for n in range(9)]
        world.post("maker", f"investments/{investment.pk}/spend-reports", self.body(investment, lines=lines))
        with django_assert_max_num_queries(limit):
            assert len(world.get("maker", "spend-reports").json()["results"]) == 2


class TestConfirmations:
    def test_are_recorded_by_staff_and_waited_for_until_then(self, world, investment, day):
        late = (investment.completed_date + timedelta(days=400)).isoformat()
        waiting = world.get("maker", "portfolio/confirmations", on=late).json()["holdings"]
        assert [one["investment"] for one in waiting] == [investment.pk]
        given = {"as_of_date": day.isoformat(), "source": "registry", "confirmed_units": "1000"}
        refused(world.post("maker", f"investments/{investment.pk}/confirmations", given), 403)
        refused(world.post("other_maker", f"investments/{investment.pk}/confirmations", given), 404)
        unexplained = given | {"confirmed_units": "5"}
        assert world.post(
            "programme_officer", f"investments/{investment.pk}/confirmations", unexplained
        ).status_code in (
            400,
            422,
        )
        answer = world.post("programme_officer", f"investments/{investment.pk}/confirmations", given)
        assert answer.status_code == 201, answer.content
        soon = (investment.completed_date + timedelta(days=368)).isoformat()
        assert world.get("maker", "portfolio/confirmations", on=soon).json()["holdings"] == []


class TestFindings:
    def found(self, world, investment, day) -> int:
        given = {"company": investment.company_id, "visited_date": day.isoformat(), "visitors": "Two officers"}
        given |= {"purpose": "Yearly visit", "note": "People at work."}
        given["findings"] = [{"finding": "No tags.", "due_date": (day + timedelta(days=30)).isoformat()}]
        refused(world.post("maker", "funds/harbour/visits", given), 403)
        answer = world.post("programme_officer", "funds/harbour/visits", given)
        assert answer.status_code == 201, answer.content
        return answer.json()["findings"][0]["id"]

    def test_are_answered_by_the_gp_and_closed_by_staff(self, world, investment, day):
        pk = self.found(world, investment, day)
        refused(world.post("other_maker", f"findings/{pk}/answer", {"answer": "Done."}), 404)
        refused(world.post("auditor", f"findings/{pk}/answer", {"answer": "Done."}), 403)
        assert world.post("maker", f"findings/{pk}/answer", {"answer": "Tags are on."}).json()["stage"] == "answered"
        refused(world.post("maker", f"findings/{pk}/close", {"closing_note": "Seen."}), 403)
        reopened = world.post("programme_manager", f"findings/{pk}/reopen", {"reason": "Not all."})
        assert reopened.json()["stage"] == "open"
        world.post("maker", f"findings/{pk}/answer", {"answer": "All are on."})
        done = world.post("programme_officer", f"findings/{pk}/close", {"closing_note": "Seen."})
        assert (done.status_code, done.json()["stage"]) == (200, "closed")
        refused(world.post("maker", f"findings/{pk}/answer", {"answer": "More."}), 409)

    def test_are_added_to_a_visit_on_record(self, world, investment, day):
        self.found(world, investment, day)
        (visit,) = world.get("maker", "funds/harbour/visits").json()["results"]
        where, given = f"visits/{visit['id']}/findings", {"finding": "No log.", "due_date": day.isoformat()}
        refused(world.post("maker", where, given), 403)
        for job in ("other_maker", "contact"):
            refused(world.post(job, where, given), 404)
            refused(world.get(job, "funds/harbour/visits"), 404)
        answer = world.post("programme_officer", where, given)
        assert (answer.status_code, answer.json()["number"]) == (201, 2), answer.content
        early = given | {"due_date": (day - timedelta(days=1)).isoformat()}
        assert refused(world.post("programme_officer", where, early), 400)["code"] == "finding_incomplete"
        (visit,) = world.get("maker", "funds/harbour/visits").json()["results"]
        assert [one["finding"] for one in visit["findings"]] == ["No tags.", "No log."]

    def test_are_listed_to_those_who_may_see_them(self, world, investment, day):
        self.found(world, investment, day)
        for job, count in (("maker", 1), ("auditor", 1), ("other_maker", 0), ("stranger", 0)):
            assert len(world.get(job, "findings", stage="open").json()["results"]) == count
        assert Finding.objects.count() == 1


class TestAffiliations:
    def body(self, investment, **changes):
        about = {"fund": "harbour", "name_en": "Example Holdings Limited", "is_person": False, "share_rate": "0.25"}
        about |= {"capacity": "shareholder", "since_date": today().isoformat(), "evidence": "Register of members"}
        return about | {"company": investment.company_id} | changes

    def test_are_declared_by_the_gp_and_ended(self, world, investment):
        answer = world.post("maker", "affiliations", self.body(investment))
        assert answer.status_code == 201, answer.content
        ended = {"fund": "harbour", "until_date": today().isoformat(), "reason": "Sold."}
        pk = answer.json()["id"]
        refused(world.post("other_maker", f"affiliations/{pk}/end", ended | {"fund": "ridge"}), 404)
        assert world.post("maker", f"affiliations/{pk}/end", ended).json()["until_date"] == today().isoformat()
        refused(world.post("maker", f"affiliations/{pk}/end", ended), 409)

    def test_name_just_one_that_the_person_may_see(self, world, investment):
        manager = world.fund.selection.manager_id
        assert refused(world.post("maker", "affiliations", self.body(investment, manager=manager)), 404)
        both = self.body(investment, manager=manager)
        assert refused(world.post("programme_officer", "affiliations", both), 400)["code"] == "not_just_one"
        refused(world.post("auditor", "affiliations", self.body(investment)), 403)
        assert not Affiliation.objects.exists()
        assert world.get("contact", "affiliations").json()["results"] == []


class TestConsents:
    def body(self, **changes):
        about = {"rule": "R11", "scope": "One later round.", "document_reference": "C-7"}
        return about | {"expiry_date": (today() + timedelta(days=90)).isoformat()} | changes

    def test_are_recorded_by_one_and_approved_by_another(self, world):
        refused(world.post("maker", "funds/harbour/consents", self.body()), 403)
        answer = world.post("programme_officer", "funds/harbour/consents", self.body())
        assert answer.status_code == 201, answer.content
        pk = answer.json()["id"]
        refused(world.post("programme_officer", f"consents/{pk}/approve"), 403)
        assert world.post("programme_manager", f"consents/{pk}/approve").json()["stage"] == "approved"
        assert (
            world.post("programme_manager", f"consents/{pk}/revoke", {"reason": "Misused."}).json()["stage"]
            == "revoked"
        )
        refused(world.post("programme_manager", f"consents/{pk}/refuse", {"reason": "Late."}), 409)

    def test_name_the_restriction_of_r27_and_who_may_give_it(self, world):
        bare = refused(world.post("programme_officer", "funds/harbour/consents", self.body(rule="R27")), 400)
        assert bare["code"] in ("restriction_missing", "no_consent_to_it")
        related = self.body(rule="R27", restriction="related_parties")
        assert (
            refused(world.post("programme_officer", "funds/harbour/consents", related), 400)["code"]
            == "given_by_another"
        )
        committee = related | {"given_by": "partners_committee"}
        assert world.post("programme_officer", "funds/harbour/consents", committee).status_code == 201

    def test_are_seen_by_the_gp_and_hidden_from_others(self, world):
        world.post("programme_officer", "funds/harbour/consents", self.body())
        for job, count in (("maker", 1), ("other_maker", 0), ("contact", 0)):
            assert len(world.get(job, "consents").json()["results"]) == count
        assert Consent.objects.get().fund == world.fund


class TestPortfolio:
    def test_shows_the_board_to_staff_and_the_gp(self, world, investment):
        for job, count in (("auditor", 1), ("maker", 1), ("other_maker", 0), ("stranger", 0)):
            found = world.get(job, "portfolio/board").json()
            assert (len(found["rows"]), found["totals"]["holdings"]) == (count, count)
        (row,) = world.get("maker", "portfolio/board", fund="harbour", order="-cost").json()["rows"]
        assert (row["original_cost_hkd"], row["state"]) == ("40000000.00", "held")
        refused(world.get("maker", "portfolio/board", fund="ridge"), 404)
        assert refused(world.get("maker", "portfolio/board", order="luck"), 400)["code"] == "unknown_order"

    def test_shows_the_programme_s_figures_to_staff_only(self, world, investment):
        kpi = world.get("auditor", "portfolio/kpi").json()
        assert (kpi["opening_hkd"], kpi["private_hkd"], kpi["government_hkd"]) == (
            "1700000000.00",
            "30000000.00",
            "10000000.00",
        )
        assert [one["state"] for one in world.get("auditor", "portfolio/start-ups").json()["companies"]] == ["local"]
        for job in ("maker", "contact", "stranger"):
            refused(world.get(job, "portfolio/kpi"), 404)
            refused(world.get(job, "portfolio/start-ups"), 404)

    def test_shows_what_is_called_and_not_invested(self, world, investment):
        found = world.get("maker", "portfolio/uninvested").json()
        assert found["left_hkd"] == "20000000.00"
        assert world.get("other_maker", "portfolio/uninvested").json()["calls"] == []
        assert worlds.begins().isoformat() < found["calls"][0]["due_date"]
