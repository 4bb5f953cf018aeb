"""Pictures, voices and videos (sheet §2.3)."""

import pytest

from tests.simulator.conftest import PNG


def test_temporary_media_live_three_days(served):
    made = served.upload("media/upload", "image")
    assert (made["type"], made["created_at"]) == ("image", int(served.clock.now))
    asked = {"access_token": served.token, "media_id": made["media_id"]}
    found = served.http.get("/cgi-bin/media/get", params=asked)
    assert (found.content, found.headers["content-type"]) == (PNG, "image/png")
    served.clock.pass_by(3 * 86400)
    served.token = served.fetch_token()["access_token"]
    assert served.get("media/get", media_id=made["media_id"])["errcode"] == 40007


def test_what_has_expired_is_sent_by_no_call_and_no_reply(served, account_server):
    user = served.user()
    expired = served.upload("media/upload", "image")["media_id"]
    served.clock.pass_by(3 * 86400)
    served.token = served.fetch_token()["access_token"]
    account_server.answer = lambda _: {"MsgType": "image", "Image": {"MediaId": expired}}
    assert "no media of this account" in served.say(user)["problem"]
    message = {"msgtype": "image", "image": {"media_id": expired}}
    asked = {"touser": served.openid(user)} | message
    assert served.post("message/custom/send", asked)["errcode"] == 40007
    to_all = {"filter": {"is_to_all": True}} | message
    assert served.post("message/mass/sendall", to_all)["errcode"] == 40007


def test_a_thumbs_id_has_its_own_name(served):
    assert "thumb_media_id" in served.upload("media/upload", "thumb", name="a.jpg")


@pytest.mark.parametrize(
    ("kind", "content", "name", "code"),
    [
        ("dance", PNG, "a.png", 40004),
        ("image", PNG, "a.exe", 40005),
        ("image", b"", "a.png", 40009),
        ("voice", b"x" * (2 * 1024 * 1024 + 1), "a.mp3", 40010),
        ("thumb", b"x" * (64 * 1024 + 1), "a.jpg", 40012),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused(served, kind, content, name, code):
    assert served.upload("media/upload", kind, content, name)["errcode"] == code


def test_an_upload_without_a_file_is_refused(served):
    asked = {"access_token": served.token, "type": "image"}
    assert served.http.post("/cgi-bin/media/upload", params=asked).json()["errcode"] == 41005


def test_a_picture_for_a_body_gets_a_url_and_no_place_in_the_library(served):
    url = served.upload("media/uploadimg", "")["url"]
    assert served.http.get(url).content == PNG
    assert served.get("material/get_materialcount")["image_count"] == 0
    big = b"x" * 1024 * 1024
    assert served.upload("media/uploadimg", "", big, "a.png")["errcode"] == 40009


def test_the_library_is_listed_read_and_emptied(served):
    media_id = served.cover()
    assert served.get("material/get_materialcount")["image_count"] == 1
    listed = served.post("material/batchget_material", {"type": "image", "offset": 0, "count": 20})
    assert (listed["total_count"], listed["item"][0]["media_id"]) == (1, media_id)
    too_many = {"type": "image", "offset": 0, "count": 21}
    assert served.post("material/batchget_material", too_many)["errcode"] == 40035
    path = f"/cgi-bin/material/get_material?access_token={served.token}"
    assert served.http.post(path, json={"media_id": media_id}).content == PNG
    assert served.post("material/del_material", {"media_id": media_id})["errcode"] == 0
    assert served.post("material/del_material", {"media_id": media_id})["errcode"] == 40007


def test_a_video_needs_its_description(served):
    assert served.upload("material/add_material", "video", b"mp4", "a.mp4")["errcode"] == 41005
    asked = {"access_token": served.token, "type": "video"}
    answer = served.http.post(
        "/cgi-bin/material/add_material",
        params=asked,
        files={"media": ("a.mp4", b"mp4")},
        data={"description": '{"title":"宣传片","introduction":"三分钟"}'},
    ).json()
    found = served.post("material/get_material", {"media_id": answer["media_id"]})
    assert (found["title"], found["description"]) == ("宣传片", "三分钟")


def test_media_in_the_menu_cannot_be_deleted(served):
    media_id = served.cover()
    button = {"type": "media_id", "name": "海报", "media_id": media_id}
    served.post("menu/create", {"button": [button]})
    assert served.post("material/del_material", {"media_id": media_id})["errcode"] == 48005
