import type { Tone } from '@/shared/StatusTag.vue'

export const pages = { menus: '自定义菜单', versions: '菜单的版本与点击' }

export const tones: Record<string, Tone> = {
  waiting: 'waiting', planned: 'approved', sending: 'approved', in_force: 'published', suspended: 'waiting',
  ended: 'draft', replaced: 'draft', failed: 'bad', cancelled: 'draft', rejected: 'bad',
}

export const menu = {
  phone: '手机上的菜单', hint: '拖动可以换位置；也可以选中后按方向键走动、按 Alt+方向键移动、按 Delete 删除。', addTop: '加一级菜单', addSub: '加下级', noName: '未命名', empty: '还没有菜单。点下面的“＋”加第一项。',
  which: '哪一份菜单', default: '默认菜单', addMenu: '加个性化菜单', first: '粉丝看到第一份条件符合的；都不符合时看到默认菜单。', earlier: '提前', later: '推后', drop: '删除这份菜单', dropAsk: (name: string) => `从草稿里删除“${name}”？`,
  menuName: '名称（粉丝看不到）', tag: '标签', platform: '手机系统', language: '微信的语言', any: '不限', tagsUnknown: '没能从微信取到标签，可以直接填编号。', nth: (n: number) => `个性化菜单 ${n}`,
  name: '名称', nameTop: '一级菜单最多 16 字节，手机上显示 4 个汉字', nameSub: '最多 60 字节，手机上显示 8 个汉字', bytes: (n: number, most: number) => `${n} / ${most} 字节`, type: '点了以后', opens: '打开下级', pick: '点一个菜单项，在这里编辑', remove: '删除这一项', removed: '已从草稿里删除', children: (n: number) => `这一项打开 ${n} 个下级，自己不做别的。`, keyReply: '去写这个键的回复', ourPage: '或者选一个办税服务页',
  faults: (n: number) => `${n} 处要改`, warnings: (n: number) => `${n} 处提醒`, fine: '没有发现问题', check: '检查', checkHint: '向微信核对标签、素材和文章', checked: '已向微信核对',
  saving: '正在保存…', saved: '草稿已保存', unsaved: '还没有保存', changes: (n: number) => (n ? `与现行的有 ${n} 处不同` : '与现行的相同'), never: '还没有发布过', inForce: (n: number) => `现行是版本 ${n}`, conflict: '别人刚改过草稿', conflictAsk: '您写的还在。载入对方的内容会丢掉您的修改。', reload: '载入对方的', stay: '先留着我的',
  publish: '发布', versions: '版本与点击', try: '粉丝看到的菜单', tryAsk: '粉丝的 openid 或微信号', trySee: '查看', tryNot: '取消', two: '两人发布', twoOn: '发布要另一个人审核', twoOff: '一个人即可发布', twoFrom: (unit: string) => `在单位“${unit}”设定`, twoDone: '已设定',
  busy: '正在发布到微信，马上就好。', trouble: (why: string) => `还没有发布成功，会自动再试：${why}`, readOnly: '您可以查看，不能修改菜单。', backToShown: '草稿改回现行的', backAsk: '草稿里没有发布的修改会丢掉。',
}

export const plan = {
  title: '发布菜单', changes: '粉丝会看到的变化', none: '没有变化', when: '什么时候开始', now: '立即', at: '定时', start: '开始时间', until: '结束时间', untilHint: '到时自动恢复原来的菜单；不填就一直用下去', note: '说明（可不写）', wait: '先请另一个人审核', waitAlways: '这个单位发布菜单要另一个人审核。', submit: '提交审核', publish: '发布', schedule: '定时发布', cancel: '取消',
  done: { in_force: '已发布，粉丝重新打开公众号就能看到', sending: '微信还没有接受，会自动再试', planned: '已排定', waiting: '已提交，请另一位同事审核', failed: '没有发布成功，已恢复原菜单' } as Record<string, string>,
  drifted: '微信上的菜单在别处改过', driftedAsk: '仍然发布会替换它；被替换的会存成一个版本。', over: '仍然发布', notDone: '没有生效', newest: '看最新的',
}

export const drift = {
  title: '微信上的菜单与现行的不同', on_page: (when: string) => `${when} 发现：有人在微信后台改过。`, elsewhere: (when: string) => `${when} 发现：有人用别的程序改过。`, take: '接管', takeAsk: '保留微信上的菜单，存成新的版本。请写明原因。', takeDone: '已接管', over: '覆盖', overAsk: '换回现行的菜单；微信上的会存成一个版本。请写明原因。', overDone: '已换回现行的', look: '对照微信', same: '微信上的就是现行的', found: '微信上的菜单在别处改过',
}

export const publications = {
  title: '发布', none: '还没有发布过', version: (n: number) => `版本 ${n}`, from: '开始', until: '结束', by: '提交', approved: '审核', rejectAsk: '退回的原因（提交人会看到）', cancelAsk: '请写明原因。', endAsk: '活动马上结束，粉丝看到原来的菜单。请写明原因。', approve: '通过并发布', more: '更早的', done: '已办', overAsk: '微信上的菜单在别处改过。仍然通过会替换它。',
}

export const suggestions = {
  title: '建议', lead: (days: number) => `按最近 ${days} 天的点击和提问`, none: '没有建议：点击和提问还太少，或者菜单已经合适。', apply: '放进草稿', applied: '已放进草稿，还没有发布', full: '菜单已满', kinds: { no_entry: '没有入口', deep: '藏得深', never_tapped: '没人点' } as Record<string, string>,
}

export const versions = {
  history: '各个版本', current: '现行', from: (n: number) => `恢复自版本 ${n}`, compare: '与上一版比较', against: '与现行比较', against_: (a: number, b: number) => `版本 ${a || '0（空）'} → 版本 ${b}`, same: '没有差别', restore: '恢复', restoreAsk: (n: number) => `马上把版本 ${n} 重新发布给粉丝？`, restoreWaits: (n: number) => `把版本 ${n} 提交给另一位同事审核，通过后重新发布给粉丝？`, more: '更早的', back: '回到菜单', phone: (n: number) => `版本 ${n} 在手机上`,
  clicks: (n: number) => `版本 ${n} 的点击`, taps: '点击', entry: '菜单项', notTold: '微信不统计', days: (days: number, taps: number) => `${days} 天有统计，共 ${taps} 次`, hour: '换版的那一小时算在后一版。', show: '看点击', share: '占比',
}
