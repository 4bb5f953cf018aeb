import type { Tone } from '@/shared/StatusTag.vue'

/** Marks of the states of articles, and of what is out. */
export const tones: Record<string, Tone> = {
  open: 'published', untold: 'published', gone: 'bad', hidden: 'bad', missing: 'bad',
  draft: 'draft', in_review: 'waiting', returned: 'bad', approved: 'approved', active: 'approved', retired: 'draft',
}

export const columns = {
  title: '栏目与系列', column: '栏目', series: '系列', collection: '合集',
  tabs: { columns: '栏目', series: '系列', collections: '合集' } as Record<string, string>,
  hints: {
    columns: '栏目定下一类稿件的模板、封面和发布周期；下级单位可以用上级的栏目。',
    series: '系列是一组有期号的稿件，文末自动带上一期的链接和通往下一期的固定地址。',
    collections: '合集把手选的和按栏目、标签自动收录的文章放在一个页面上。',
  } as Record<string, string>,
  addColumn: '新建栏目', addSeries: '新建系列', addCollection: '新建合集',
  name: '名称', about: '简介', owner: '负责人', schedule: '周期', due: '下一期', last: '最近一期', made: '正在写', state: '状态', number: '稿件', page: '公开页面', rule: '自动收录', account: '公众号',
  above: (unit: string) => `${unit}的栏目`, late: (when: string) => `${when} 应出，未出`, noOwner: '未定', noSchedule: '不定期', notYet: '还没有发布',
  write: '写这一期', writeNext: (label: string) => `写${label}`, goOn: '继续写', goOnTitle: (title: string, state: string) => `${title}（${state}）`,
  openOf: (open: number, all: number) => `${all} 篇，已发布 ${open}`, openNumber: (n: number) => `${n} 篇`,
  none: { columns: '还没有栏目。先建一个，例如“你问我答”。', series: '还没有系列。', collections: '还没有合集。' } as Record<string, string>,
  showRetired: '显示已停用的', nextStep: '下一步', upcoming: '今后几期', out: '已发布', template: '模板', edit: '修改', retire: '停用', restore: '恢复使用', retired: '已停用', restored: '已恢复', saved: '已保存', added: '已新建',
  retireAsk: '停用后不能再写新的一期，已发布的文章和公开页面不变。以后可以恢复。',
  onPhone: '手机上的样子', noPage: '选定公众号后有公开页面。', copy: '复制地址', copied: '已复制', opening: '正在打开…', history: '修改记录',
  noOut: '还没有发布过。', seriesOf: '本栏目的系列',
}

export const series = {
  articles: '各期', add: '加入稿件', none: '还没有稿件。写第一期，或加入已有的稿件；稿件的“系列”字段填这个名称也会自动加入。',
  dragHint: '拖动调整顺序；键盘：选中一行后按 Alt+↑ 或 Alt+↓。', up: '上移', down: '下移', remove: '移出', removed: '已移出', joined: '已加入', ordered: '已调整顺序', changed: '有改动，还没有保存', save: '保存顺序', undo: '放弃改动',
  before: (title: string) => `上一期：${title}`, noBefore: '文末暂无“上一期”', onward: '下一期地址', missing: '（稿件不存在）',
  renumberTitle: '已发布的期号会改变', renumberAsk: (why: string) => `${why}`, renumber: '同时改期号',
  first: '起始期号', form: '期号写法', formHint: '{n} 处是数字，例如 第{n}期、第{n}讲', column: '所属栏目', noColumn: '不属于栏目', account: '公众号', accountHint: '公开页面在它名下；有文章发布后不能更换。', noAccount: '没有公开页面',
  conflict: '有人刚刚改过', conflictAsk: (why: string) => `${why}`, reload: '看最新的',
}

export const collection = {
  articles: '收录的文章', picked: '手选', brought: '自动', leaveOut: '不收录', left: '已不收录', none: '还没有文章。手选几篇，或在“修改”里设定自动收录的栏目、标签。',
  columns: '收录这些栏目', tags: '收录这些标签', ruleHint: '都填时两项都要符合；都不填时只收录手选的。', tagsHint: '输入后按回车',
}

export const form = {
  nameHint: '稿件的“栏目”就填它，不超过 20 个字', templateHint: 'Markdown，新稿件从这里写起', header: '页眉', footer: '页脚', blockHint: '写在模板之前、之后的固定内容',
  theme: '主题', noTheme: '按单位的设置', cover: '封面', noCover: '各篇自带', fromLibrary: '从素材库选', upload: '上传', remove: '不用封面',
  rhythm: '周期', irregular: '不定期', weekly: '每周', monthly: '每月', weekdays: '星期', day: '几号', dayHint: '当月没有这一天时按最后一天', at: '时间',
  days: ['一', '二', '三', '四', '五', '六', '日'], cancel: '取消', save: '保存', owner: '负责人', ownerHint: '到期未出时提醒他',
}

export const picker = {
  title: '加入稿件', words: '标题或栏目', add: '加入', added: '已在其中', none: '没有找到。', hint: '列出本单位最近的稿件。', done: '完成',
}
