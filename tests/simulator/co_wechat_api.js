// What a program in JavaScript does with an account: argv has the simulator's address and an openid.
const WechatAPI = require("co-wechat-api");

async function refusal(call) {
  try {
    await call();
  } catch (error) {
    return error.code;
  }
  return 0;
}

async function main(url, openid) {
  const api = new WechatAPI(process.env.APPID, "open");
  api.prefix = `${url}/cgi-bin/`;
  api.customservicePrefix = `${url}/customservice/`;
  const picture = Buffer.from(process.env.PNG, "hex");
  const tag = (await api.createTags("企业")).tag.id;
  await api.batchTagging([openid], tag);
  await api.createMenu({ button: [{ type: "click", name: "办税", key: "K" }] });
  await api.sendText(openid, "您好");
  const said = {
    followers: (await api.getFollowers()).data.openid,
    tags: (await api.getUser(openid)).tagid_list,
    tagged: (await api.getUsersFromTag(tag, "")).data.openid,
    menu: (await api.getMenu()).menu.button[0].name,
    media: (await api.uploadMedia(picture, "image", "a.png", "image/png")).type,
    ticket: Boolean((await api.createTmpQRCode(7, 1800)).ticket),
    sent: (await api.massSendText("通知", true, "spring-1")).errcode,
    again: await refusal(() => api.massSendText("通知", true, "spring-1")),
    nobody: await refusal(() => api.sendText("oNobody", "您好")),
    tag,
  };
  console.log(JSON.stringify(said));
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(error);
  process.exit(1);
});
