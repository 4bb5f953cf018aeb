import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 预约. */
export const pages = { halls: '预约', hall: '办税厅', settings: '办税厅设置', newHall: '新增办税厅', window: '窗口名单' }

export const tones: Record<string, Tone> = { booked: 'approved', waiting: 'waiting', checked_in: 'waiting', served: 'published', cancelled: 'draft', no_show: 'bad', hall_closed: 'bad' }
export const tellingTones: Record<string, Tone> = { waiting: 'draft', claimed: 'waiting', notice: 'published', chat: 'published', not_told: 'bad', dropped: 'draft' }

export const WEEK: [string, string][] = [['mon', '周一'], ['tue', '周二'], ['wed', '周三'], ['thu', '周四'], ['fri', '周五'], ['sat', '周六'], ['sun', '周日']]
export const weekday = (day: string) => WEEK[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]![1]

export const list = {
  hall: '办税厅', unit: '单位', services: '可预约的业务', today: '今天', tomorrow: '明天', empty: '还没有办税厅。新增一个，或让运维从文件导入', window: '窗口名单', calendar: '日历', paused: '暂停预约', found: (n: number) => `共 ${n} 个`,
  booked: (taken: number, places: number) => `${taken} / ${places}`, waiting: (n: number) => `候补 ${n}`, off: '不办理', closed: '停办',
}

export const calendar = {
  earlier: '上一月', later: '下一月', now: '本月', settings: '设置', window: '窗口名单', off: '不办理', closed: '停办', holiday: '法定假日', make_up: '调休上班', extra: '另行安排', full: '已约满', taken: (taken: number, places: number) => `已约 ${taken} / ${places}`, waiting: (n: number) => `候补 ${n}`,
  legend: '图例', free: '有空位', most: '空位不多', opens: (when: string) => `${when} 开放预约`, unknown: (year: number) => `${year} 年的放假安排公布后，请把设置再保存一次。`, paused: '这个办税厅暂停接受新的预约。',
  day: (day: string, name: string) => `${day} ${name}`, hours: '办理时间', none: '这一天不办理', places: '可约人数', list: '看这一天的名单', own: '改这一天的时间', ownHint: '一行一段，如 09:00-12:00；全部删去就是不办理。已约的人不受影响。', week: '改回平常的时间', save: '保存', saved: '已保存', reset: '已改回平常的时间', wrong: '时间要写成 09:00-12:00',
}

export const closing = {
  close: '停办这一天', reopen: '恢复办理', title: (day: string) => `停办 ${day}`, nobody: '这一天还没有人预约，停办不影响任何人。', hits: (booked: number, waiting: number) => `${booked} 人已预约${waiting ? `，${waiting} 人在候补` : ''}，都会收到一次通知，并看到可改约的时间。`, done: (n: number) => `${n} 人已经签到或办结，不受影响。`, more: (n: number) => `还有 ${n} 人`,
  reason: '原因（会告知预约的人）', reasonHint: '如：系统升级，停止对外办理', sure: '我知道：他们的预约会取消，恢复办理后也要重新预约', confirm: '停办并通知', cancel: '不停办', told: (n: number) => (n ? `已停办，${n} 人会收到通知` : '已停办'), opened: '已恢复办理，可以重新预约', reopenAsk: '恢复后可以重新预约；原来的预约不会回来。',
}

export const settings = {
  is: '办税厅', when: '办理时间', services: '可预约的业务', rules: '预约规则', ask: '实名', id: '编号', idHint: '小写字母、数字和连字符，保存后不能改', unit: '单位', name: '名称', place: '地址', phone: '电话', note: '提示（预约的人会看到）', weekHint: '每段写成 09:00-12:00，几段用逗号隔开；空着就是不办理', holidays: '按国家放假和调休安排', paused: '暂停接受新的预约', pausedHint: '已经约好的照常办理',
  service: '业务', serviceId: '编号', minutes: '每段几分钟', capacity: '每段几人', offered: '可预约', add: '加一项业务', remove: '去掉这一项', noServices: '还没有可预约的业务',
  opens_days: '提前几天开放', opens_at: '开放的时间', change_until: '开始前几分钟之后不能改', per_person: '每人最多几个未办的预约', per_day: '每人每天最多几个', waiting: '每段候补几人', early: '提前几分钟可签到', late: '迟到几分钟算爽约', times: '爽约几次', within_days: '在几天之内', blocked_days: '几天不能预约', noShow: '爽约规则', noShowHint: '次数填 0 就没有这条规则', remind: '前一天提醒的时间', remindHint: '空着就不提醒', asks: '预约时要填', asksHint: '一般不要填。填了的加密保存，只显示一部分，办结后删除',
  save: '保存', saved: '已保存', leave: '有没有保存的修改，离开就没有了。', go: '离开', back: '回到日历', versions: '历次修改', version: (n: number) => `第 ${n} 版`, readOnly: '您可以查看，不能修改。', conflict: '设置刚被别人改过', conflictAsk: '您写的还在。载入对方的会丢掉您的修改。', reload: '载入对方的', stay: '先留着我的',
}

export const window = {
  code: '预约码', codeHint: '请办税人报 6 位预约码', checkIn: '签到', checkedIn: (service: string, start: string) => `已签到：${start} ${service}`, walkIn: '现场取号', walkInAsk: '没有预约的人要办什么', took: (service: string) => `已登记：${service}`, day: '日期', today: '今天', all: '全部', toCome: '未到', none: '这一天没有人预约', noneOf: '没有这样的预约', closedDay: (why: string) => `这一天停办：${why}`, notToday: '不是今天，只能查看。',
  serve: '办结', noShow: '爽约', cancel: '取消', undo: '改为签到', served: '已办结', missed: '已记为爽约', cancelled: '已取消', cancelAsk: (start: string, service: string) => `取消 ${start} 的${service}？办税人本人要求时才在窗口取消。`, missAsk: (start: string, service: string) => `${start} 的${service}没有来？多次爽约的人一段时间不能预约。`, walk: '现场', identity: '实名信息', identityAsk: '查看会写进操作日志。', noIdentity: '没有要求填写，或已经删除', live: '有变化会自动更新', more: '更多', person: (n: number) => `${n} 人`, codeOf: (code: string) => `预约码 ${code}`, calendar: '日历', told: '通知',
}
