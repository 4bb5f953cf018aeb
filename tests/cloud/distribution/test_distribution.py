"""An article offered to the accounts below: taken over, declined, late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import audit, distribution, newsroom, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import table
from chalicelib.distribution import (
    Answer,
    BadOffer,
    ChangeKind,
    Dressing,
    NobodyBelow,
    Requirement,
    Standing,
    WrongState,
)
from chalicelib.newsroom import ArticleState, NotReleased
from chalicelib.people import PermissionDenied
from tests.cloud.distribution.conftest import Matrix, copy_of, sent, stands, taken
from tests.cloud.newsroom.people import an_article


def test_an_offer_reaches_every_account_below_and_none_beside(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.OPTIONAL)
    matrix.work()
    assert offer.accounts == ("city", "county")
    assert stands(matrix, offer) == {"city": Standing.WAITING, "county": Standing.WAITING}
    assert [one.id for one, _ in distribution.inbox("county", matrix.now)] == [offer.id]


def test_the_same_offer_twice_is_one(matrix: Matrix) -> None:
    assert matrix.offer().id == matrix.offer().id
    assert len(list(distribution.of_unit("province"))) == 1


def test_only_released_articles_are_offered_by_editors_to_those_below(matrix: Matrix) -> None:
    draft = an_article(title="没审过")
    with pytest.raises(NotReleased):
        Matrix(draft, matrix.now).offer()
    with pytest.raises(BadOffer, match="不属于"):
        matrix.offer(account_ids=["province"])
    with pytest.raises(PermissionDenied, match="采编"):
        distribution.make_offer(
            matrix.article.id,
            requirement=Requirement.OPTIONAL,
            deadline=matrix.now + timedelta(days=1),
            by=local("nobody"),
            now=matrix.now,
        )
    with pytest.raises(NobodyBelow):
        matrix.offer(levels=["township"])


def test_a_mandatory_article_is_in_every_unit_s_own_review_at_once(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    copies = [newsroom.get_article(copy_of(matrix, offer, one)) for one in ("city", "county")]
    assert [(one.unit, one.state) for one in copies] == [
        ("city", ArticleState.IN_REVIEW),
        ("county", ArticleState.IN_REVIEW),
    ]
    assert stands(matrix, offer) == {"city": Standing.ADOPTED, "county": Standing.ADOPTED}


def test_a_copy_stands_between_its_account_s_header_and_footer(matrix: Matrix) -> None:
    distribution.set_dressing(
        "city", header="<p>青溪</p>", footer="<p>完</p>", by=local("li"), now=matrix.now
    )
    offer = matrix.offer()
    matrix.work()
    html = newsroom.read_content(newsroom.get_article(copy_of(matrix, offer, "city")).key).html
    assert html.startswith("<p>青溪</p><section>")
    assert html.endswith("</section><p>完</p>")
    plain = newsroom.read_content(newsroom.get_article(copy_of(matrix, offer, "county")).key).html
    assert plain.startswith("<section>")


def test_a_header_that_makes_a_copy_too_long_for_wechat_is_told_at_once(matrix: Matrix) -> None:
    longest = newsroom.read_content(matrix.article.key)
    body = f"<section><p>{'长' * 19_900}</p></section>"
    newsroom.revise(
        matrix.article.id,
        newsroom.Composed(longest.model_copy(update={"html": body}), {}),
        by=local("li"),
        now=matrix.now,
    )
    matrix.review(matrix.article.id, "li")
    distribution.set_dressing(
        "city", header=f"<p>{'青溪' * 100}</p>", by=local("li"), now=matrix.now
    )
    offer = matrix.offer()
    matrix.work()
    assert "页眉页脚" in matrix.receipt(offer, "city").problem
    assert matrix.receipt(offer, "county").answer is Answer.ADOPTED


def test_an_optional_article_is_adopted_once_or_declined_with_a_reason(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    first = distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    assert distribution.adopt(offer.id, "city", by=local("li"), now=matrix.now) == first
    with pytest.raises(BadOffer, match="原因"):
        distribution.decline(offer.id, "county", reason=" ", by=local("wang"), now=matrix.now)
    distribution.decline(offer.id, "county", reason="本地不适用", by=local("wang"), now=matrix.now)
    with pytest.raises(WrongState, match="已谢绝"):
        distribution.adopt(offer.id, "county", by=local("wang"), now=matrix.now)
    assert stands(matrix, offer) == {"city": Standing.ADOPTED, "county": Standing.DECLINED}


def test_a_mandatory_article_can_t_be_declined(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    with pytest.raises(WrongState, match="必发"):
        distribution.decline(offer.id, "city", reason="不想", by=local("wang"), now=matrix.now)


def test_who_is_not_out_by_the_deadline_is_late_unless_it_was_optional(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    issue = matrix.schedule("city", article)
    assert stands(matrix, offer)["city"] is Standing.SCHEDULED
    sent(matrix, issue)
    matrix.now += timedelta(days=3)
    assert stands(matrix, offer) == {"city": Standing.PUSHED, "county": Standing.LATE}


def test_a_unit_without_its_own_review_ready_does_not_hold_up_the_others(matrix: Matrix) -> None:
    from chalicelib import accounts

    accounts.store.remove_account(accounts.current("city").account)
    accounts.forget()
    offer = matrix.offer(account_ids=["county"])
    whole = offer.model_copy(update={"accounts": ("city", "county")})
    distribution.store.save(offer, whole, matrix.now)
    matrix.work()
    assert "没有公众号" in matrix.receipt(offer, "city").problem
    assert matrix.receipt(offer, "county").answer is Answer.ADOPTED


def test_only_staff_of_a_unit_speak_for_it(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    people.add_staff("qian", "city", [people.Role.EDITOR], by=local("ops"), now=matrix.now)
    with pytest.raises(PermissionDenied, match="qian"):
        distribution.change_source(
            offer.id,
            ChangeKind.RECALL,
            reason="误发",
            deadline=matrix.now + timedelta(hours=1),
            by=local("qian"),
            now=matrix.now,
        )
    with pytest.raises(PermissionDenied, match="stranger"):
        distribution.decline(offer.id, "city", reason="不用", by=local("stranger"), now=matrix.now)
    distribution.decline(offer.id, "city", reason="不用", by=local("qian"), now=matrix.now)


@pytest.mark.parametrize("stop_before", range(1, 16))
def test_killed_at_any_write_the_sweep_brings_it_to_everybody_once(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, stop_before: int
) -> None:
    offer = matrix.offer()
    writes = 0

    def counted(real):  # type: ignore[no-untyped-def]
        def write(*args: object, **kwargs: object) -> object:
            nonlocal writes
            writes += 1
            if writes == stop_before:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        return write

    with monkeypatch.context() as patched:
        for name in ("put", "update", "delete", "transact"):
            patched.setattr(table, name, counted(getattr(table, name)))
        pending = taken()
        try:
            while pending:
                distribution.carry_out(pending[0], matrix.now)
                pending = pending[1:] + taken()
        except KeyboardInterrupt:
            # SQS shows a message again that nobody has taken off.
            for message in pending:
                distribution.spread.queues.send(
                    distribution.spread.settings().distribution_queue_url, message
                )
    distribution.sweep(matrix.now)
    matrix.work()
    assert stands(matrix, offer) == {"city": Standing.ADOPTED, "county": Standing.ADOPTED}
    for unit in ("city", "county"):
        assert len(list(newsroom.list_articles(unit))) == 1
    assert distribution.sweep(matrix.now) == 0


def test_header_and_footer_are_set_by_editors_and_chiefs(matrix: Matrix) -> None:
    with pytest.raises(PermissionDenied, match="页眉页脚"):
        distribution.set_dressing("city", header="<p>青溪</p>", by=local("chu"), now=matrix.now)
    assert distribution.dressing("city") == Dressing()
    chief = local("zongbian")
    distribution.set_dressing("city", header="<p>青溪</p>", by=chief, now=matrix.now)
    distribution.set_dressing("city", footer="<p>完</p>", by=chief, now=matrix.now)
    assert distribution.dressing("city").header == "<p>青溪</p>"


def test_a_signed_in_person_without_a_role_answers_nothing(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    stranger = Actor(person="stranger", known_by=KnownBy.SIGN_IN)
    for act in (
        lambda: distribution.adopt(offer.id, "city", by=stranger, now=matrix.now),
        lambda: distribution.decline(offer.id, "city", reason="不用", by=stranger, now=matrix.now),
        lambda: distribution.set_dressing("city", header="<p/>", by=stranger, now=matrix.now),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert matrix.receipt(offer, "city").answer is Answer.OPEN


def test_the_log_has_the_offer_above_and_the_answer_below(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    wang = Actor(person="wang", known_by=KnownBy.SIGN_IN, request="r-1")
    for _ in range(2):
        distribution.adopt(offer.id, "city", by=wang, now=matrix.now)
    distribution.decline(offer.id, "county", reason="不适用", by=wang, now=matrix.now)
    [made] = [one for one in audit.of_unit("province") if one.action == "distribution:offer:make"]
    assert (made.by, made.object) == ("li", f"offer:{offer.id}")
    [taken_over] = [one for one in audit.of_unit("city") if one.object == f"offer:{offer.id}"]
    assert (taken_over.by, taken_over.request) == ("wang", "r-1")
    assert {one.field: one.after for one in taken_over.changes} == {
        "account": "city",
        "answer": "adopted",
    }
    [no] = [one for one in audit.of_unit("county") if one.object == f"offer:{offer.id}"]
    assert no.note == "不适用"
