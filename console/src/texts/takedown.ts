import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 撤稿. */
export const pages = { cases: '撤稿', begin: '发起撤稿', one: '撤稿单' }

/** How the states of a takedown and of a place look. */
export const tones: Record<string, Tone> = { searching: 'draft', preview: 'waiting', running: 'approved', checking: 'approved', closed: 'published', rejected: 'draft' }
export const placeTones: Record<string, Tone> = {
  found: 'draft', kept: 'draft', waiting: 'waiting', begun: 'waiting', awaiting: 'waiting', done: 'published', failed: 'bad', by_person: 'bad', restoring: 'waiting', restored: 'approved',
}

export const list = {
  what: '撤什么', state: '状态', places: '位置', by: '发起', time: '时间', unit: '单位', empty: '还没有撤稿', more: '下一页', first: '回到第一页', shown: (n: number) => `本页 ${n} 件`, found: (n: number) => `${n} 处`, searched: (n: number) => `已查 ${n}%`, done: (n: number, all: number) => `已撤 ${n} / ${all}`, failed: (n: number) => `${n} 处未成功`, keys: 'j/k 上下移动，Enter 打开',
}

export const begin = {
  intro: '给出要撤的文字、图片、链接或稿件，系统找出它在本单位和下级的每一处。查找不撤任何内容；还没有发出的推送会先停住，等两人决定。',
  kind: '按什么找', kinds: { article: '稿件', text: '文字', picture: '图片', link: '链接' } as Record<string, string>, clues: '线索', clue: (n: number) => `线索 ${n}`, findArticle: '输入标题找稿件', noArticles: '没有这样的稿件', textHint: '粘贴要撤的文字，越完整越准', linkHint: 'https://mp.weixin.qq.com/s/…', choosePicture: '选图片文件', library: '从素材库选', pictureHint: '图片只用来比对，不上传。同一张图片改过尺寸就不算同一张，请优先从素材库选。', picture: (name: string) => `已选：${name}`, reason: '原因', reasonHint: '为什么要撤。会写进证明材料和操作日志。', add: '再加一条线索', remove: '移除', start: '开始查找', started: '已开始查找', back: '返回',
}

export const one = {
  clues: '线索', reason: '原因', order: '来自指令', by: (who: string, when: string) => `${who} 于 ${when} 发起`, approvedBy: (who: string, when: string) => `${who} 于 ${when} 批准`, ended: (when: string) => `${when} 结束`, round: (n: number) => `第 ${n} 次查找`,
  searching: '正在查找', searchingHint: '查完会自动列出来，可以离开这一页。', none: '没有找到任何位置。', chosen: (n: number, all: number) => `撤 ${n} 处，共找到 ${all} 处`, summary: (n: number, all: number, accounts: number) => `找到 ${all} 处，其中 ${n} 处将撤下，涉及 ${accounts} 个公众号。`,
  tick: '撤下', unticked: '保留', keepWhy: '为什么保留？会写进证明材料。', kept: (n: number) => `已保留 ${n} 处`, ticked: (n: number) => `已勾选 ${n} 处`, open: '打开', retry: '重试', verified: '复核', moreOf: (n: number) => `还有 ${n} 处`, more: (shown: number, all: number) => `显示 ${shown}，共 ${all}，再看一些`, tooMany: (n: number, all: number) => `位置很多，这里列出 ${n} 处，共 ${all} 处。`,
  threshold: '相似度界线', thresholdHint: '向左放宽，撤得更多；向右收紧。您勾选过的不受影响。', bar: (from: number, to: number, n: number) => `${from}%–${to}%：${n} 处`, entering: (n: number) => `将加进来 ${n} 处`, leaving: (n: number) => `将去掉 ${n} 处`, apply: '按这条界线', applied: (n: number) => `界线已改为 ${n}%`,
  stays: '收不回来的', stayPlaces: (n: number) => `${n} 处`, looked: '手工发布的查到哪里', lookedAll: (n: number, number: number) => `${n} 个公众号的发表记录已全部查过，共 ${number} 篇`, lookedAt: (when: string) => `最早一次查于 ${when}，之后发布的可能不在里面`, notLooked: '没有查全的公众号', backTo: (when: string) => `只查到 ${when}`, never: '没有查过', leftOut: (n: number) => `另有 ${n} 个`,
  progress: '进度', accounts: '各公众号', account: '公众号', ownUnit: '（单位稿件与服务）', going: '要撤', done: '已撤', failed: '未成功', left: '未完', goesOn: (when: string) => `${when} 自动继续`, all: '全部位置', of: (name: string) => `${name} 的位置`, history: '经过', proof: '证明材料', proofJson: '证明材料（JSON）', who: (names: string) => `可以批准的人：${names}`, nobody: '现在没有另一个人可以批准，请系统管理员配置人员。',
  rejectWhy: '为什么不撤？已停住的推送不会自动恢复，需要时重新排期。', restoreWhy: '恢复撤下的回复、问答、菜单和服务。为什么？', rejected: '已不予撤稿', retried: '已交给后台重试', restored: '已交给后台恢复', approved: '已批准，后台正在撤',
  forecast: '要几天', deletions: (n: number, accounts: number) => `要在 ${accounts} 个公众号删除 ${n} 次`, today: (n: number) => `，今天的次数够 ${n} 次`, endsToday: '，今天可以删完。', endsOn: (day: string) => `，其余每天自动继续，${day} 删完。`, neverEnds: '，有公众号没有删除次数，须登录微信公众平台删除。', needs: '要删', leftToday: '今天还能删', ends: '删完', ofDay: (left: number, aDay: number) => `${left}（每天 ${aDay}）`,
  sure: { title: '批准撤稿', takes: (n: number, accounts: number) => `将撤下 ${n} 处，涉及 ${accounts} 个公众号：`, reason: '批准的理由（写进证明材料）', label: '批准，全部撤下' },
}
