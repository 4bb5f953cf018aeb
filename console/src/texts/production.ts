import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 生产进度. */
export const pages = { production: '生产进度', plan: '生产计划' }

export const tones: Record<string, Tone> = { todo: 'draft', making: 'waiting', returned: 'bad', reviewing: 'waiting', approved: 'approved', out: 'published' }

export const board = {
  late: '超期', today: '今天到期', week: '本周到期', plan: '打印计划', sets: '成套产品', order: '成套派发', below: '含下级单位', onlyLate: '只看超期', thisWeek: '只看本周到期', words: '选题里的字', person: '责任人', form: '产品形式', state: '进度', reset: '重置',
  view: '排列', views: { topic: '按选题', form: '按产品', person: '按人', state: '按进度' } as Record<string, string>,
  product: '产品', who: '责任人', due: '截止', step: '下一步', progress: '进度', finish: '标为完成', finished: '已标为完成', reminded: (name: string) => `已提醒 ${name}，会显示在他的工作台`, remindedAt: (when: string) => (when === '现在' ? '刚提醒过' : `${when}提醒过`), count: (n: number) => `${n} 件`, lateCount: (n: number) => `${n} 件超期`,
  empty: '没有在做的产品。在选题里派发，或用“成套派发”一次派几种。', none: '没有这样的产品', topicNone: '还没有派发产品。',
}

export const order = {
  title: '成套派发', topic: '选题', topicHint: '选择选题', set: '选一套', custom: '自选', add: '再加一种', form: '产品', person: '责任人', personHint: '选择', due: '截止时间', note: '说明', remove: '移除', save: (n: number) => `派发 ${n} 件`, cancel: '取消', done: (n: number) => `已派发 ${n} 件`, same: '都派给', noTopics: '没有可派发的选题，请先在选题板新建。',
}

export const sets = {
  title: '成套产品', intro: '“成套派发”时可选的几套。各单位可以有自己的；没有的，用上级的。', inherited: (unit: string) => `本单位没有自己的，现在用的是“${unit}”的。保存后成为本单位自己的。`, house: '现在用的是系统自带的几套。保存后成为本单位自己的。', name: '名称', form: '产品', days: '工作日', person: '固定责任人', personHint: '不固定', addPart: '加一种', addSet: '加一套', remove: '移除', save: '保存', saved: '已保存', cancel: '取消',
}

export const plan = {
  day: '一天', week: '一周', today: '今天', thisWeek: '本周', nextWeek: '下周', print: '打印', apart: '打印时每天另起一页', word: '导出 Word', wordWhy: '写明用途，会记入操作日志。', started: '正在生成，好了会出现在右上角的铃铛里', pick: '日期', made: (at: string) => `${at} 编制`,
  pushes: '推送', lives: '直播', products: '当天到期的产品', late: '现在超期的产品', reviews: '等待审核', nothing: '没有安排。', time: '时间', account: '公众号', content: '内容', state: '状态', who: '责任人', product: '产品', topic: '选题', progress: '进度', kind: '类别', title: '标题', stage: '审次', since: '送审时间', sign: '备注',
  intention: '意向', leftOut: (n: number) => `另有 ${n} 个公众号没有列出`, sum: (pushes: number, due: number, lives: number, late: number, reviews: number) => `推送 ${pushes} 次，到期产品 ${due} 件，直播 ${lives} 场；现在超期 ${late} 件，等待审核 ${reviews} 件。`, none: '无',
}
