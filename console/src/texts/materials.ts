import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 素材. */
export const pages = { materials: '素材', material: '素材详情' }

export const stateTones: Record<string, Tone> = { active: 'published', retired: 'draft' }
export const kindMarks: Record<string, string> = { picture: '图', video: '视频', audio: '音频', text: '文字', file: '文件' }

export const list = {
  library: '素材库', out: '已发内容里的到期素材', add: '添加素材', words: '标题、标签、作者、文件名', kind: '类别', tag: '标签', matter: '领域', show: '范围', query: '查询', reset: '重置', view: '显示方式', grid: '缩略图', rows: '列表',
  found: (n: number) => `共 ${n} 份`, next: '下一页', first: '回到第一页', empty: '素材库还是空的。图片、视频、文字、文件都可以放进来，下级单位能直接用。', none: '没有这样的素材', title: '素材', licence: '授权', ends: '到期', from: '来自', usable: '能不能用', ok: '可用',
  left: (days: number) => (days < 0 ? `已到期 ${-days} 天` : days === 0 ? '今天到期' : `还有 ${days} 天到期`), until: (day: string) => `${day} 到期`, noEnd: '长期', dropHere: '松开，添加为素材',
  outNone: '没有：已发的内容里没有到期、停用或出镜人未同意的素材。', outIntro: '近 400 次推送里，读者仍能看到的到期、停用或出镜人未同意的素材。请到推送记录里撤回或更正，或给素材续期。', outArticle: '稿件', outAccount: '公众号', outAt: '发布时间', outMaterial: '素材', size: (w: number, h: number) => `${w}×${h}`,
}

export const form = {
  addTitle: '添加素材', editTitle: '修改说明和授权', replaceTitle: '更换文件', choose: '选择文件', chooseHint: '拖入、粘贴或选择；图片、视频、音频单个 30 MB 以内，文件 20 MB 以内，可一次多个', passage: '文字', passageHint: '一段可以直接放进稿件的文字，最多 5000 字', asText: '改为添加一段文字', asFiles: '改为添加文件',
  same: '素材库里已有同样的文件', openSame: '打开已有的', remove: '移除', again: '重试', uploading: '文件还没有传完，请稍等。',
  title: '标题', description: '说明', tags: '标签', tagsHint: '回车添加，最多 10 个', matter: '领域', source: '来源', author: '作者、摄影', licence: '授权', licensedBy: '许可方或卖方', licensedUntil: '授权到', untilHint: '含当天；不填为长期', scope: '使用范围', accounts: '只给这些公众号用', accountsHint: '不选为都能用', validFrom: '可用日期从', validUntil: '到', consent: '出镜人', contract: '授权合同或许可函', contractHint: 'PDF、图片等；只有本单位看得到', contractAttach: '添加合同', owner: '负责人', ownerHint: '到期前 14 天起在工作台提醒；不填为添加的人',
  save: '保存', cancel: '取消', saved: '已保存', added: (n: number) => `已添加 ${n} 份素材`, note: '为什么换', replaced: '已更换，旧版留在历史里',
}

export const one = {
  facts: '说明', rights: '授权和范围', uses: '用在哪些稿件', noUses: '还没有稿件用它。', oldUse: '旧版稿件用过', version: (n: number) => `第 ${n} 版`, history: '版本', download: '下载', out: '读者能看到的推送', kind: '类别', unit: '单位', description: '说明', tags: '标签', matter: '领域', source: '来源', author: '作者', licence: '授权', scope: '使用范围', valid: '可用日期', consent: '出镜人', contract: '合同', owner: '负责人', ends: '到期', addedBy: '添加', none: '—',
  cannot: (why: string) => `现在不能用：${why}`, soon: (days: number) => `还有 ${days} 天到期，请尽快续期或更换。`, retireWhat: '停用后，用了它的稿件不能再送审和排期；已发的不受影响，会列在这里。写明原因。', retired: '已停用', restored: '已恢复使用', reason: '停用原因', copy: '复制文字', copied: '已复制', back: '回到素材库', dates: (from: string, until: string) => `${from || '不限'} 至 ${until || '不限'}`,
}

export const picker = {
  shared: '素材库', pictures: '图片', passages: '文字', none: '没有这样的素材。可以先在“素材”里添加。', search: '标题、标签、作者', unusable: '不能用', insert: '放进稿件', more: '再看一些',
}
