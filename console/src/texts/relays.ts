import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 接龙. */
export const pages = { relays: '接龙', relay: '接龙进度', new: '新建接龙', edit: '编排接龙' }

/** How the states of a relay and of a step look. */
export const tones: Record<string, Tone> = { draft: 'draft', running: 'approved', paused: 'waiting', done: 'published', ended: 'draft', dropped: 'draft' }
export const stepTones: Record<string, Tone> = { waiting: 'draft', turn: 'waiting', made: 'waiting', approved: 'approved', out: 'published', skipped: 'draft', gone: 'bad' }

export const due = { late: '逾期', left: '还有', none: '没有时限' }

export const list = {
  mine: '本单位要写的', write: '写这一棒', goOn: '接着写', mend: '更新交棒文字', itsTurn: '轮到了', of: (n: number, all: number) => `第 ${n} 棒，共 ${all} 棒`, from: (unit: string) => `${unit}发起`, paused: '接龙已暂停', notYet: '还没轮到，可以先写', every: (n: number) => `全部 ${n} 棒`, fewer: '收起', late: '逾期',
  words: '接龙名称', state: '状态', query: '查询', reset: '重置', new: '新建接龙', title: '接龙', progress: '已发布', current: '轮到', deadline: '时限', empty: '还没有接龙。一场接龙把一组文章分给多个公众号，依次发布。', none: '没有这样的接龙', done: (out: number, all: number) => `${out} / ${all}`, step: (n: number, who: string) => `第 ${n} 棒 ${who}`, shown: (n: number) => `本页 ${n} 场`, more: '下一页', first: '回到第一页', keys: 'j/k 上下移动，Enter 打开',
  states: { running: '进行中', draft: '编排中', paused: '已暂停', done: '已完成', ended: '已提前结束', dropped: '已作废' } as Record<string, string>,
}

export const relay = {
  progress: (out: number, all: number) => `已发布 ${out} 棒，共 ${all} 棒`, waits: (n: number, who: string) => `在等第 ${n} 棒：${who}`, page: '看结果页', by: (who: string, when: string) => `${who} 于 ${when} 新建`, track: '各棒', history: '经过', noSteps: '还没有编排各棒', stepOf: (n: number) => `第 ${n} 棒`, itsTurn: '轮到', early: '提前发布', mendSoon: '交棒文字要更新', endedWhy: (why: string) => `提前结束：${why}`,
  legend: '每格一棒，点开看稿件、催办、跳过或换单位。', mine: '我能写的', everyMoment: (n: number) => `最近 ${n} 条`, fewer: '收起', edit: '修改编排',
  ask: { pause: '暂停后不提醒，也不轮到下一棒；已经排期的推送照常。写明原因。', end: '提前结束后，没有发布的各棒不再写，已发布的留在结果页。写明原因。' }, startAsk: '开始后各单位会看到自己要写的，结果页会公开。编排只能逐棒修改。', dropAsk: '作废后不能恢复。', resumeTitle: '继续接龙', resumeAsk: '没有发布的各棒，时限是否顺延暂停的这段时间？', shift: '顺延', noShift: '不顺延',
  did: { start: '接龙开始了', drop: '已作废', pause: '已暂停', resume: '已继续', end: '已提前结束', reopen: '已重新开始' } as Record<string, string>,
}

export const step = {
  owner: '负责人', anybody: '单位里任何人', due: '时限', text: '要点', note: '备注', handOn: '交棒文字', handOnOld: '稿件里的交棒文字指向了别的一棒，要更新', article: '稿件', open: '打开稿件', out: '已发布的文章', reason: '原因', turnAt: '轮到', madeAt: '起稿', approvedAt: '过审', outAt: '发布', goneAt: '撤稿', early: '没轮到就发布了。顺序仍按编号，前面的照常写。', prepare: '还没轮到这一棒，可以先写、先送审；请把推送排在前一棒之后。',
  make: '写这一棒', attach: '用已有稿件', attachTitle: '用已有稿件', attachHint: '稿件编号，如 a-20261123-7f3k', attachWhat: '填写本单位的一篇稿件。已经发布的也可以。', handOverTitle: '换公众号接手', account: '接手的公众号', ownerHint: '人员的短名，可不填', cancel: '取消', ok: '确定', changeTitle: '修改这一棒', title: '标题',
  ask: { skip: '跳过后，前一棒的交棒文字会指向再下一棒。写明原因。' }, handOverWhy: '原因', detachAsk: '稿件会留在采编里，这一棒可以另写。',
  did: { attach: '已用作这一棒', detach: '已取下', hand_on: '交棒文字已更新', remind: '已催办', skip: '已跳过', hand_over: '已换公众号', restore: '已恢复', change: '已保存' } as Record<string, string>,
}

export const plan = {
  what: '接龙内容', title: '名称', titleHint: '如 减税降费36计', intro: '导语', introHint: '写在结果页开头，可不填', account: '结果页挂在', accountHint: '所有文章的“阅读原文”都指到这个公众号下的结果页', remind: '提前提醒（小时）', remindHint: '0 为不提醒',
  more: '稿件模板和提醒', template: '稿件模板', templateHint: '不填用内置模板', fields: (names: string) => `可用 ${names}，写稿时自动填好`, builtIn: '内置模板', steps: '各棒', count: (n: number, most: number) => `${n} 棒，最多 ${most} 棒`, add: '加一棒', spread: '按级别分', table: '导入表格', saveTable: '存为表格', none: '还没有编排。可以一棒一棒加，按级别分给各单位，或者导入表格。',
  number: '棒', stepTitle: '标题', stepAccount: '公众号', stepDue: '时限', owner: '负责人', ownerHint: '人员的短名，空为单位里任何人', text: '要点', textHint: '会写进稿件开头', note: '备注', noteHint: '给写稿人看', up: '上移', down: '下移', edit: '修改', drop: '删除', editTitle: (n: number) => `第 ${n} 棒`, ok: '好', cancel: '取消', noDue: '没有时限',
  level: '级别', levelOf: (name: string, n: number) => `${name}（${n} 个单位有公众号）`, number_: '共几棒', numberHint: '0：每个单位一棒', titles: '标题', titlesHint: '{序号} 会变成一、二、三……', firstDue: '第一棒时限', days: '每棒相隔（天）', replace: '会替换现在的各棒', use: '用这些',
  problems: (n: number) => `表格有 ${n} 处要改，改好再导入：`, read: (n: number) => `已读入 ${n} 棒，检查后保存`, tableName: '接龙编排', heads: ['序号', '标题', '公众号', '负责人', '时限', '要点', '备注'],
  save: '保存', saved: '已保存', start: '开始接龙', notReady: '名称和结果页的公众号还没有填', leave: '有没有保存的修改。离开后仍留在这台电脑上，下次打开会接着写。', go: '离开',
}
