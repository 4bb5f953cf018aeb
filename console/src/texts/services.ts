import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 服务. */
export const pages = { section: '服务', services: '服务目录', service: '服务', newService: '新增服务', versions: '服务目录的版本', import: '导入服务' }

export const tones: Record<string, Tone> = { running: 'published', maintenance: 'waiting', retired: 'draft' }
export const versionTones: Record<string, Tone> = { draft: 'draft', in_review: 'waiting', released: 'approved' }

export const list = {
  words: '名称、别名、简介', category: '分类', audience: '适用对象', state: '状态', query: '查询', reset: '重置', due: '只看要处理的', name: '服务', entrances: '入口', owner: '责任部门',
  none: '没有符合条件的服务', empty: '还没有服务目录。导入一个表格，或新增一项服务', draft: '有未发布的修改', found: (n: number, of: number) => (n === of ? `共 ${of} 项` : `共 ${n} 项，目录里有 ${of} 项`),
  from: (name: string) => `用的是${name}的服务目录`, versions: '版本与发布', check: '检查链接', checked: (n: number, bad: number) => `检查了 ${n} 个网页，${bad ? `${bad} 个有问题` : '都打得开'}`, all: '全部',
}

export const form = {
  sections: { is: '办什么', how: '怎么办', where: '在哪里办', keep: '管理' }, save: '保存为草稿', saved: '已存为草稿，提交审核并由另一位同事发布后生效', phone: '手机上的样子', typed: '按正在写的', now: '粉丝现在看到的',
  leave: '有没有保存的修改，离开就没有了。', go: '离开', several: '一行一个', differs: '与粉丝现在看到的不同：', never: '还没有发布，粉丝看不到。',
  wrong: '填完必填的就能预览', aside: '运行', basis: '办理依据', noDocument: '（政策库里没有）', ended: '已废止或失效', link: '网页检查', open: '打得开', unlinked: '还没有检查过', leads: '跳转到', at: '检查时间', since: '从', sinceTail: '起',
}

export const run = {
  maintain: '设置维护', retire: '下线', resume: '恢复运行', notice: '给粉丝看的说明', noticeHint: '如：系统升级，请改到大厅办理', since: '开始', now: '现在', until: '结束', open: '恢复为止', instead: '可以改用的服务', none: '没有',
  done: '已生效，最多 10 秒后处处可见', resumed: '已恢复运行', cancel: '取消', retireNote: '下线后，粉丝问到它只会看到说明和改用的服务；可以随时恢复。', maintainNote: '一个人就可以设置，10 秒内处处生效，到时自己开始和结束；记入操作日志。', ask: '恢复后，粉丝马上又能看到办理入口。', by: '设置人',
}

export const versions = {
  same: (n: number) => (n ? `第 ${n} 版生效中，没有未发布的修改。` : '还没有发布过。'), draft: (n: number, by: string) => `第 ${n} 版是草稿，${by}修改，还没有提交审核。`, review: (n: number, by: string) => `第 ${n} 版待审，${by}提交，要由另一位同事发布。`,
  remark: '退回：', submit: '提交审核', submitted: '已提交审核', release: '发布', released: (n: number) => `第 ${n} 版已发布，最多 10 秒后处处可见`, releaseAsk: '发布后，10 秒内所有用这个目录的公众号都按新内容答复。', reject: '退回', why: '为什么退回', rejected: '已退回', restored: '已恢复为草稿',
  against: (older: number, newer: number) => `第 ${newer} 版与${older ? `第 ${older} 版` : '空目录'}比较`, waiting: '看未发布的修改', nothing: '没有不同', history: '各个版本', made: '修改', handed: '提交', put: '发布', from: (n: number) => `恢复自第 ${n} 版`, count: (n: number) => `${n} 项服务`, with: '与上一版比较', services: '服务', look: '去看修改', compare: '查看修改',
}

export const imports = {
  title: '导入服务', whole: '一行一项服务；有任何错误就什么都不导入。同编号或同名的会被替换，其余保留。', template: '空的服务表', current: '现在的服务表', choose: '把 .xlsx 或 .csv 拖到这里，或点这里选择', again: '换一个文件', checking: '正在检查…', large: '文件超过 4 MB，请用命令行导入', good: '可以导入', bad: (n: number) => `有 ${n} 处错误，改好后再导入；可以直接在下面的表里改`,
  mended: (n: number) => `已改 ${n} 格`, recheck: '重新检查', take: '导入为草稿', done: '已存为草稿', note: '这一版的说明（可不写）', replace: '文件就是全部：文件里没有的移除', same: '与现有内容相同', sum: (a: number, b: number, c: number) => `新增 ${a}，修改 ${b}，移除 ${c}`, moreRows: '只显示前 300 行', line: (row: number) => (row ? `第 ${row} 行` : ''),
}
