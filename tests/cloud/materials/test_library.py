"""A library: what comes in, who sees it, what becomes of it, and the log of all that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import audit, materials, people
from chalicelib.application import material_files, material_page, material_tasks
from chalicelib.application.material_page import MaterialShow
from chalicelib.application.task import TaskKind
from chalicelib.cloud import objects
from chalicelib.materials import (
    BadMaterial,
    BadMaterialFile,
    Licence,
    LicenceKind,
    MaterialChanged,
    MaterialExists,
    MaterialKind,
    MaterialNotUsable,
    MaterialReach,
    MaterialScope,
    MaterialText,
    UnknownMaterial,
)
from tests.cloud.materials.conftest import CHU, LI, NOW, QIN, TODAY, ZONG, Library, person, picture


def titles(unit: str, **wanted: object) -> list[str]:
    found = material_page.found(unit, by=LI if unit == "sheng" else QIN, now=NOW, **wanted)  # type: ignore[arg-type]
    return [one.title for one in found.materials]


def test_a_city_sees_what_the_province_shares_and_its_own(library: Library) -> None:
    library.add("省级大厅", picture("#111111"))
    library.add("省局内部", picture("#222222"), scope=MaterialScope(reach=MaterialReach.OWN))
    library.add("青溪大厅", picture("#333333"), unit="qing", by=QIN)
    library.add("白河大厅", picture("#444444"), unit="bai", by=person("bo"))
    everybody = MaterialScope(reach=MaterialReach.ALL)
    library.add("白河共享", picture("#555555"), unit="bai", by=person("bo"), scope=everybody)
    assert sorted(titles("qing")) == sorted(["省级大厅", "青溪大厅", "白河共享"])
    assert sorted(titles("sheng")) == sorted(["省级大厅", "省局内部", "白河共享"])
    assert titles("qing", show=MaterialShow.ABOVE, words="共享") == ["白河共享"]


def test_what_is_not_shared_is_unknown_to_others(library: Library) -> None:
    made = library.add(scope=MaterialScope(reach=MaterialReach.OWN))
    with pytest.raises(UnknownMaterial):
        materials.material_for(made.id, "qing", by=QIN)
    with pytest.raises(people.PermissionDenied):
        materials.material_for(made.id, by=QIN)


def test_no_longer_for_everybody_it_leaves_the_lists_of_others(library: Library) -> None:
    everybody = MaterialScope(reach=MaterialReach.ALL)
    made = library.add("白河共享", unit="bai", by=person("bo"), scope=everybody)
    assert titles("qing") == ["白河共享"]
    own = made.text.model_copy(update={"scope": MaterialScope(reach=MaterialReach.OWN)})
    materials.edit(made.id, own, by=person("bo"), now=NOW)
    assert titles("qing") == []


def test_the_same_file_is_in_a_unit_once(library: Library) -> None:
    first = library.add("大厅")
    with pytest.raises(MaterialExists) as refused:
        library.add("又是大厅")
    assert refused.value.remedies[0].arguments == (("material", first.id),)
    assert library.add("青溪也有", unit="qing", by=QIN).unit == "qing"


def test_a_replaced_file_stays_in_the_history_and_may_come_back(library: Library) -> None:
    made = library.add("大厅", picture("#123456"))
    after = materials.replace(
        made.id, file=library.sent(picture("#654321")), note="换清晰版", by=LI, now=NOW
    )
    assert [one.number for one in after.versions] == [1, 2]
    again = materials.replace(made.id, file=library.sent(picture("#123456")), by=LI, now=NOW)
    assert [one.number for one in again.versions] == [1, 2, 3]
    assert again.versions[0].file == again.versions[2].file
    same = materials.replace(made.id, file=library.sent(picture("#123456")), by=LI, now=NOW)
    assert same.version == again.version


def test_who_saw_an_older_version_does_not_overwrite(library: Library) -> None:
    made = library.add()
    text = made.text.model_copy(update={"title": "新标题"})
    materials.edit(made.id, text, base=made.version, by=LI, now=NOW)
    with pytest.raises(MaterialChanged):
        materials.edit(made.id, made.text, base=made.version, by=LI, now=NOW)
    assert materials.get(made.id).text.title == "新标题"


def test_only_a_file_that_this_person_sent_becomes_a_material(library: Library) -> None:
    key = library.sent(picture(), by=LI)
    with pytest.raises(BadMaterialFile):
        materials.add(
            "sheng", MaterialKind.PICTURE, MaterialText(title="图"), file=key, by=CHU, now=NOW
        )


def test_a_passage_needs_words_and_a_picture_a_picture(library: Library) -> None:
    with pytest.raises(BadMaterial):
        materials.add("sheng", MaterialKind.TEXT, MaterialText(title="空"), by=LI, now=NOW)
    with pytest.raises(BadMaterial):
        materials.add(
            "sheng",
            MaterialKind.VIDEO,
            MaterialText(title="图作视频"),
            file=library.sent(picture()),
            by=LI,
            now=NOW,
        )


def test_a_picture_has_a_small_one_and_what_articles_hold(library: Library) -> None:
    file = library.add(body=picture(size=(2400, 1600))).latest.file
    assert file is not None
    assert (file.width, file.height) == (2400, 1600)
    assert objects.read(file.thumb).startswith(b"\xff\xd8")
    assert all(objects.read(key) for key in file.articles)


def test_a_video_that_wechat_refuses_is_kept_with_the_reason(library: Library) -> None:
    key = library.sent(b"\0\0\0\x18ftypmp42" + b"\0" * 64, "短片.mp4")
    made = materials.add(
        "sheng", MaterialKind.VIDEO, MaterialText(title="短片"), file=key, by=LI, now=NOW
    )
    assert made.latest.file is not None
    assert made.latest.file.remark.startswith("不能作为微信音视频发送")
    with pytest.raises(BadMaterial):
        material_files.put_into(made.id, "sheng", by=LI, now=NOW)


def test_editors_retire_and_reviewers_do_not(library: Library) -> None:
    made = library.add()
    with pytest.raises(people.PermissionDenied):
        materials.retire(made.id, "不用了", by=CHU, now=NOW)
    materials.retire(made.id, "不用了", by=LI, now=NOW)
    assert titles("sheng") == []
    with pytest.raises(MaterialNotUsable):
        material_files.put_into(made.id, "sheng", by=LI, now=NOW)
    materials.restore(made.id, by=ZONG, now=NOW)
    assert titles("sheng") == ["办税大厅"]


def test_every_change_is_in_the_log_with_what_changed(library: Library) -> None:
    made = library.add()
    text = made.text.model_copy(update={"author": "摄影甲"})
    materials.edit(made.id, text, by=LI, now=NOW)
    materials.retire(made.id, "合同终止", by=ZONG, now=NOW)
    found = [one for one in audit.of_unit("sheng") if one.object == f"material:{made.id}"]
    assert sorted((one.by, one.note) for one in found) == sorted(
        [("li", "加入素材库"), ("li", ""), ("zong", "合同终止")]
    )
    [edited] = [one for one in found if not one.note]
    assert [(one.field, one.after) for one in edited.changes] == [("author", "摄影甲")]


def test_the_owner_is_told_before_it_ends_and_until_it_is_renewed(library: Library) -> None:
    bought = Licence(kind=LicenceKind.BOUGHT, by="图片社", until=TODAY + timedelta(days=10))
    made = library.add(licence=bought)

    def told(by: object = LI, days: int = 0) -> list[TaskKind]:
        return [
            one.kind for one in material_tasks.of_person(by, "sheng", NOW + timedelta(days=days))
        ]  # type: ignore[arg-type]

    assert told() == [TaskKind.MATERIAL_DUE]
    assert told(CHU) == []
    assert told(days=11) == [TaskKind.MATERIAL_EXPIRED]
    longer = bought.model_copy(update={"until": TODAY + timedelta(days=400)})
    materials.edit(made.id, made.text.model_copy(update={"licence": longer}), by=LI, now=NOW)
    assert told(days=11) == []
    assert titles("sheng", show=MaterialShow.EXPIRING) == []
