import type { Tone } from '@/shared/StatusTag.vue'

/** Marks of a topic's states. */
export const tones: Record<string, Tone> = {
  lead: 'draft', topic: 'draft', assigned: 'waiting', making: 'waiting', reviewed: 'approved', published: 'published', dropped: 'bad',
}

export const board = {
  board: '选题', asking: '大家在问', askedAs: '粉丝怎么问：看问题话题', asked: '待部门答复', duties: '责任分工', effects: '选题成效',
  add: '新建选题', words: '标题、领域或部门', showDropped: '显示已放弃的', mine: '派给我的', all: '全部', empty: '这一栏没有选题',
  more: (n: number) => `另有 ${n} 个没有列出`, cards: (n: number) => `${n} 个`,
  late: '已超期', due: (when: string) => `截止 ${when}`, moveTo: '移到', open: '打开', move: '移动',
  dragHint: '拖动卡片到另一栏，或用卡片上的“移动”；键盘：Tab 到卡片，Enter 打开。',
  cannotMove: (from: string, to: string) => `“${from}”不能直接移到“${to}”。`, moved: (to: string) => `已移到“${to}”`,
  reasonOf: (what: string) => `${what}的原因`, writeReason: '写明原因，会留在经过里。',
  title: '标题', titleHint: '用编辑自己的话，不照抄粉丝的话', note: '说明', matter: '领域', matterHint: '责任分工按领域找部门',
  origin: '来源', account: '公众号', accountHint: '答复进它的知识库', noAccount: '不进知识库', of: '来源编号', ofHint: '问题话题、政策文件或指令的编号，可不填',
  origins: { idea: '自拟', questions: '粉丝提问', policy: '政策文件', directive: '上级指令' } as Record<string, string>,
  save: '保存', cancel: '取消', made: '已建选题', saved: '已保存', edit: '修改', back: '回到选题板',
  way: '经过', questions: '粉丝的提问', masked: '已隐去个人信息', noQuestions: '没有关联粉丝的提问。', today: (n: number) => `最近一天有 ${n} 人问到`,
  assignments: '派发', assign: '派发', person: '派给谁', personHint: '人员编号，如 li', form: '产品形式', dueAt: '完成时间', noAssignments: '还没有派发。',
  attach: '挂稿件', attachTo: (form: string, who: string) => `给${who}的${form}挂上已有稿件`, attachAsk: '填写稿件编号。稿件审定、发布后，选题会自动移动。', finish: '完成', finished: '已完成', newArticle: '写稿',
  inquiry: '部门答复', noInquiry: '还没有请部门答复。', department: '部门', byMatter: '按领域自动找部门', askedBy: (who: string, when: string) => `${who} 于 ${when} 提出`,
  answer: '答复', answeredBy: (who: string, when: string) => `${who}，${when}`, basis: '政策依据', also: '还要做成', remark: '退回原因',
  takeTitle: '采用答复', takeAsk: '采用后会生成一条问答草稿，并放进本周“你问我答”的稿件草稿；两者都要照常审核、发布。', take: '采用',
  made_: '由答复生成', entry: '问答', article: '你问我答稿件', pending: '正在生成草稿…', released: '已发布', waits: '待审核发布', approved: '已审定', published: '已发布',
  telling: '告知提问人', told: (n: number) => `已告知 ${n} 人`,
  effect: '成效', before: '之前 7 天提问', after: (n: number) => `之后 ${n} 天提问`, answered: '得到答复的比例', reads: '阅读人数', toldPeople: '告知人数', people: '人', untold: '—',
  effectFrom: (day: string) => `以 ${day} 粉丝得到答复为界，当天不计。`, noEffect: '粉丝得到答复后，这里显示提问的变化。',
  dropped: (why: string) => `已放弃：${why}`,
}

export const asked = {
  none: '没有交给您所在部门的选题。', accept: '接收', giveBack: '退回', forward: '转给其他部门', answer: '提交答复', text: '答复内容', textHint: '写给粉丝看的话，直接回答问题。',
  basis: '政策依据', choose: '从政策库选', find: '文号或标题', addWords: '手工填写', basisTitle: '文件名称、文号或条款', url: '网址（可不填）', remove: '移除', needBasis: '至少写一条依据',
  sent: '已提交答复', accepted: '已接收', returned: '已退回', forwarded: '已转办', done: '已答复，等编辑采用', saved: '草稿已保存在本机',
  status: '状态', deadline: '期限', topic: '选题',
}

export const duties = {
  intro: '粉丝的问题按领域交给责任部门；期限按工作日计算（节假日、调休按国务院安排），当天 18:00 截止。',
  inherited: (unit: string) => `本单位没有自己的分工，现在用的是“${unit}”的。修改后成为本单位自己的。`,
  departments: '部门', name: '名称', id: '短名', people: '可答复的人员', lead: '负责人（超期时看到）', addDepartment: '添加部门',
  matters: '分工', matter: '领域', days: '期限（工作日）', remind: '提前几个工作日提醒', addDuty: '添加分工', save: '保存', reset: '放弃修改', saved: '已保存责任分工', peopleHint: '人员编号，用逗号隔开；各人须有“业务处室”角色',
}

export const effects = {
  month: '月份', allMonths: '所有月份', department: '部门', asked: '交办', answered: '采用', late: '超期', hours: '平均用时（小时）', published: '见效选题',
  before: '之前 7 天提问', after: '之后 7 天提问', told: '告知', reads: '阅读', export: '导出 Excel', reason: '写明用途，会记入操作日志。', started: '正在导出，完成后在右上角的铃铛里下载。',
  none: '还没有交给部门答复的选题。', intro: '按交办的月份统计。提问人数是粉丝得到答复之前、之后各 7 天的人数；阅读人数以微信统计为准。',
}
