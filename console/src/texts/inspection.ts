import type { Tone } from '@/shared/StatusTag.vue'

export const pages = { inspection: '巡检', findings: '问题', mine: '待我整改', finding: '一个问题', indicators: '指标', runs: '检查记录', notices: '通报和自查' }

export const tones: Record<string, Tone> = { open: 'waiting', returned: 'bad', rectified: 'approved', appealed: 'approved', closed: 'published', revoked: 'draft', gone: 'published' }

export const overview = {
  title: '概览', accounts: '公众号', passed: '合格', failed: '不合格', unlooked: '还没有检查', veto: '单项否决', deduction: '扣分', overdue: '逾期', rate: '合格率', line: (n: number) => `合格线 ${n} 分`, last: (at: string) => `最近一次检查 ${at}`, never: '还没有检查过。', none: '这个单位和下级没有公众号。',
  levels: '按层级', level: '层级', units: '下级单位排名', unit: '单位', rank: '名次', open: '未了结', noUnits: '没有下级单位。', weeks: '每周新发现的问题', settled: '其中已了结', noWeeks: '最近 13 周没有发现问题。', indicators: '问题最多的指标', noIndicators: '没有未了结的问题。', quarters: '各期通报的合格率', noQuarters: '还没有通报。制作第一份以后，这里显示变化。', week: (day: string) => `${day} 起的一周`, all: '看全部问题', more: (n: number) => `显示全部 ${n} 个`, less: '收起', checked: '检查', noRank: '未检查',
}

export const findings = {
  title: '问题', text: '搜索问题、位置、指标', state: '状态', severity: '性质', group: '类别', indicator: '指标', account: '公众号', overdueOnly: '只看逾期', reset: '重置', none: '没有符合条件的问题。', noneAtAll: '没有发现问题。', more: '更多', found: '发现时间', deadline: '整改期限', what: '问题', late: '已逾期', back: '返回列表', repeat: (n: number) => `半年内第 ${n + 1} 次`, byHand: '人工登记', veto: '单项否决', deduction: '扣分', every: '全部', toDo: '待整改', waiting: '待复查或裁定', done: '已了结',
}

export const finding = {
  evidence: '证据', place: '位置', openPlace: '打开原处', around: '原文', rule: '依据', rules: (version: string) => `指标版本 ${version}`, points: (n: number) => `每处扣 ${n} 分`, history: '经过', owner: '责任人', noOwner: '没有登记负责人', foundBy: (who: string, how: string) => `${how} · ${who}`, seen: (at: string) => `最近一次看到 ${at}`, gone: (at: string) => `${at} 复查时已不在`, proof: '整改说明', proofs: '整改证明', appeal: '申诉理由', deadline: '整改期限', unit: '单位', system: '系统', openFile: '打开文件', masked: '个人信息已打码', nothing: '没有另外的证据', close: '关闭', given: '附上的证据',
}

export const assigning = {
  person: '由谁整改', choose: '按姓名查找', nobody: '没有能报告整改的人员', note: '说明（可不填）', send: '分派', cancel: '取消', done: '已分派', needsPerson: '请选择',
}

export const acting = {
  text: { rectify: '做了哪些整改', close: '复查意见（可不填）', send_back: '为什么退回', appeal: '为什么不是问题', uphold: '为什么成立', refuse: '为什么不成立' } as Record<string, string>,
  proofs: '证明：网址或说明，每行一条', files: '截图或 PDF', add: '选择文件', filesHint: 'PNG、JPEG 或 PDF，每个最多 4 MB', remove: '移除', send: '提交', cancel: '取消', done: '已提交', rechecking: '已开始复查，结果几分钟后出来', needsText: '请填写', needsProof: '请附上证明：网址、说明或文件', sending: '正在上传',
}

export const adding = { title: '登记问题', account: '公众号', indicator: '指标', place: '在哪里', label: '位置名称', labelHint: '例如文章标题、菜单名', url: '网址', urlHint: 'https://…', said: '问题是什么', saidHint: '写明事实；不要写出个人信息', evidence: '证据：网址或说明，每行一条', save: '登记', cancel: '取消', done: '已登记', places: { article: '文章', attachment: '附件', menu: '菜单', reply: '自动回复', faq: '知识库', service: '服务目录', account: '整个公众号' } as Record<string, string> }

export const mine = { title: '待我整改', none: '没有需要整改的问题。', lead: (n: number) => `${n} 个问题需要整改，期限近的在前。`, left: (text: string) => `还剩 ${text}`, late: '已逾期', rectify: '报告整改', rest: '查看详情', returned: '上次被退回' }

export const indicators = {
  title: '指标', own: '本单位设定', above: '沿用上级', from: (unit: string) => `沿用${unit}`, product: '产品自带', inherited: '没有另设', group: '类别', name: '指标', severity: '性质', points: '扣分', how: '怎样检查', params: '要求', days: '整改天数', workdays: (n: number) => `${n} 个工作日`, edit: '修改', add: '新增指标', reset: '改回上级的', line: '合格线', save: '保存为新版本', reason: '为什么修改', reasonAsk: '写明修改的原因，记入操作日志。', saved: (n: number) => `已保存为第 ${n} 版`, changed: (n: number) => `有 ${n} 处修改未保存`, drop: '放弃修改', off: '不检查', on: '检查', versions: '历次版本', version: (n: number) => `第 ${n} 版`, compare: '和上一版比较', restore: '恢复这一版', restored: '已恢复', noVersions: '本单位没有改过，全部沿用上级。', same: '没有不同。', id: '编号', idHint: '英文小写、数字和 -', basis: '依据', check: '自动检查', person: '由人检查', cancel: '取消', done: '确定', field: '项目', before: '原来', after: '现在', permitted: '允许公开的', noPermitted: '没有。', words: '本单位词表', noWords: '没有另加的词。', wordsOf: (n: number) => `${n} 个词`, stricter: '下级单位只能加严，不能放宽。', none: '空', vetoName: '单项否决', deductionName: '扣分',
  params_: { days: '天数', per_month: '每月次数', percent: '百分比（%）', share: '比例（%）', least: '至少' } as Record<string, string>,
}

export const runs = {
  title: '检查记录', kind: '方式', begun: '开始', accounts: '公众号', by: '发起', of: (n: number, all: number) => (n === all ? `全部 ${n} 个` : `${all} 个中的 ${n} 个`), none: '还没有检查过。每天夜里自动检查，也可以现在开始。', more: '更多', open: '看结果', done: (n: number, all: number) => `已查 ${n} / ${all} 个`, passed: (n: number) => `合格 ${n} 个`, calls: '微信接口', places: '查看的文字', links: '判断的链接', unread: '没有看到的', points: '得分', result: '结果', pass: '合格', fail: '不合格', noResult: '还没有结果', callsSum: (n: number) => `用微信接口 ${n.toLocaleString()} 次`, placesSum: (n: number) => `看了 ${n.toLocaleString()} 处文字`, linksSum: (n: number) => `判断了 ${n.toLocaleString()} 个链接`, unreadSum: (n: number) => `${n} 个公众号有没看到的内容`, unreadOnly: '只看没看到的', failedOnly: '只看不合格', every: '全部', start: '开始检查', startTitle: '现在检查', how: '范围', all: '全面：本单位和下级的全部公众号', sample: '抽查', one: '只查一个公众号', share: '抽查比例（%）', which: '公众号', begin: '开始', cancel: '取消', started: (n: number) => `已开始检查 ${n} 个公众号`, system: '系统', night: '每天夜里', back: '返回列表', waiting: '正在检查，结果会自己更新', empty: '还没有公众号的结果。', open_: '未了结',
}

export const notices = {
  title: '通报和自查', kind: '种类', every: '全部', notice: '通报或报告', method: '方式', share: '占在册', made: '制作', rate: '合格率', checked: '检查', vetoed: '单项否决', none: '还没有做过。先看数字，再制作。', more: '更多', new: '制作', period: '时期', quarter: '季度', days: '按日期', from: '从', to: '到', way: '检查方式', shareOf: '抽查比例（%）', seed: '抽取种子', seedHint: '不填就随机产生，写在通报里，可以复核', preview: '先看', making: '制作', previewTitle: '预览', draftOf: '这是按现在的数据预览的，还没有保存', texts: '通报的文字', saveTexts: '保存文字', textsSaved: '文字已保存，用于下一份', main: '主送', mainHint: '不填为“所属各单位”或“上级主管单位”', explanation: '说明', explanationHint: '开头之后的一段，可不填', examples: '好的做法', examplesHint: '系统列出没有问题的公众号，这里可以补充，每行一段', demands: '下一步要求', demandsHint: '每行一段；不填用通常的要求', due: '整改报送期限', report: '报送给谁', reportHint: '例如 省局办公室，电话……', signed: '落款日期', counted: '另有统计的数（不填用本系统的）', alarms: '预警', reminders: '提醒', reports: '专报', cancel: '取消', back: '返回列表', docx: '下载 Word', xlsx: '下载表格', remove: '删除', removeWhat: '删除后不能恢复，请写明原因。', removed: '已删除', by: (who: string, at: string) => `${who} · ${at} 制作`, annex: (n: number, title: string) => `附件${n}　${title}`, sign: '落款', bodyShown: '正文', seedSaid: (seed: string) => `种子 ${seed}`, order: '下发整改指令', ask: '先选好再看',
}
