// Every request to the simulator; stream.js has its events.

export async function ask(method, path, body) {
  const form = body instanceof FormData;
  const answer = await fetch("/_sim" + path, {
    method,
    body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    headers: body === undefined || form ? {} : { "Content-Type": "application/json" },
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error || `HTTP ${answer.status}`);
  return content;
}

const at = (appid, user) => `/accounts/${encodeURIComponent(appid)}/users/${encodeURIComponent(user)}`;

export const server = {
  users: () => ask("GET", "/users"),
  addUser: (nickname) => ask("POST", "/users", nickname ? { nickname } : {}),
  phone: (user) => ask("GET", `/users/${encodeURIComponent(user)}/phone`),
  chat: (appid, user) => ask("GET", at(appid, user) + "/chat"),
  action: (appid, user, name, body = {}) => ask("POST", `${at(appid, user)}/${name}`, body),
  calls: () => ask("GET", "/calls"),
  signed: (appid, given) => ask("POST", `/accounts/${encodeURIComponent(appid)}/jsconfig`, given),
  upload(appid, user, kind, file) {
    const form = new FormData();
    form.append("media", file, file.name || "photo.png");
    return ask("POST", `${at(appid, user)}/media?type=${kind}`, form);
  },
};
