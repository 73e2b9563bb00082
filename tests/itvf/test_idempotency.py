"""Asked twice, done once."""

import threading

import pytest
from django.db import connection

from itvf import idempotency
from itvf.errors import InputRefused, RuleBroken, WrongStage
from itvf.idempotency import KeyReused
from itvf.models import Heartbeat, IdempotencyKey, User


@pytest.fixture
def maker(db):
    return User.objects.create_user("maker@people.example", name="Maker")


class Effect:
    """Something that is done, and counts how often."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        Heartbeat.objects.create(name=f"effect {self.times}", beat_at="2026-01-01T00:00:00Z")
        return 201, {"id": self.times, "amount_hkd": "1.00"}


def ask(actor, effect, *, key="k-1", body=None):
    return idempotency.once(actor=actor, key=key, body=body or {"amount_hkd": "1.00"}, perform=effect)


class TestOnce:
    def test_does_it_and_says_so(self, maker):
        assert ask(maker, Effect()) == (201, {"id": 1, "amount_hkd": "1.00"}, False)

    def test_answers_the_first_result_again(self, maker):
        effect = Effect()
        first = ask(maker, effect)
        assert ask(maker, effect) == (*first[:2], True)
        assert effect.times == 1

    def test_does_not_care_for_the_order_of_keys(self, maker):
        effect = Effect()
        ask(maker, effect, body={"a": 1, "b": 2})
        assert ask(maker, effect, body={"b": 2, "a": 1})[2]

    def test_refuses_another_request_under_the_same_key(self, maker):
        effect = Effect()
        ask(maker, effect)
        with pytest.raises(KeyReused) as refusal:
            ask(maker, effect, body={"amount_hkd": "2.00"})
        assert (refusal.value.status, refusal.value.code) == (422, "idempotency_key_reused")
        assert effect.times == 1

    def test_keeps_people_apart(self, maker):
        other = User.objects.create_user("other@people.example", name="Other")
        effect = Effect()
        ask(maker, effect)
        assert not ask(other, effect)[2]
        assert effect.times == 2

    @pytest.mark.parametrize("key", ["", "x" * 201])
    def test_wants_a_key(self, maker, key):
        with pytest.raises(InputRefused) as refusal:
            ask(maker, Effect(), key=key)
        assert refusal.value.code == "idempotency_key_missing"

    def test_a_refusal_leaves_nothing_and_the_key_may_try_again(self, maker):
        def refuse():
            Effect()()
            raise RuleBroken([])

        with pytest.raises(RuleBroken):
            ask(maker, refuse)
        assert not Heartbeat.objects.exists()
        assert not IdempotencyKey.objects.exists()
        assert ask(maker, Effect()) == (201, {"id": 1, "amount_hkd": "1.00"}, False)

    def test_an_answer_that_can_not_be_kept_undoes_the_effect(self, maker):
        def unkeepable():
            Effect()()
            return 201, {"when": object()}

        with pytest.raises(TypeError):
            ask(maker, unkeepable)
        assert not Heartbeat.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_does_it_and_the_other_is_told_to_wait(self):
        maker = User.objects.create_user("maker@people.example", name="Maker")
        is_at_work, may_finish, seen = threading.Event(), threading.Event(), []
        effect = Effect()

        def slow():
            is_at_work.set()
            assert may_finish.wait(20)
            return effect()

        def first():
            try:
                seen.append(ask(maker, slow))
            finally:
                connection.close()

        worker = threading.Thread(target=first)
        worker.start()
        assert is_at_work.wait(20)
        with pytest.raises(WrongStage) as refusal:
            ask(maker, effect)
        may_finish.set()
        worker.join()
        assert refusal.value.code == "idempotency_key_in_flight"
        assert seen == [(201, {"id": 1, "amount_hkd": "1.00"}, False)]
        assert ask(maker, effect) == (201, {"id": 1, "amount_hkd": "1.00"}, True)
        assert effect.times == 1

    def test_another_key_does_not_wait(self):
        maker = User.objects.create_user("maker@people.example", name="Maker")
        seen = []

        def inner():
            def other():
                try:
                    seen.append(ask(maker, Effect(), key="k-2"))
                finally:
                    connection.close()

            worker = threading.Thread(target=other)
            worker.start()
            worker.join(20)
            return 200, {}

        ask(maker, inner)
        assert [answer[0] for answer in seen] == [201]
