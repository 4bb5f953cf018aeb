import type { Tone } from '@/shared/StatusTag.vue'

/** Marks of an article's states. */
export const tones: Record<string, Tone> = {
  draft: 'draft', in_review: 'waiting', returned: 'bad', approved: 'approved',
}

export const list = {
  states: { draft: '草稿', in_review: '审核中', returned: '已退回', approved: '已通过' } as Record<string, string>,
  state: '状态', allStates: '全部状态', mine: '我参与的', all: '全部', below: '含下级单位',
  words: '标题、栏目或编号', query: '查询', reset: '重置', add: '新建稿件',
  title: '标题', column: '栏目', people: '作者 / 经手', time: '修改时间', revision: '版', unit: '单位', actions: '操作',
  edit: '编辑', review: '审核', view: '查看', submit: '送审', withdraw: '撤回', more: '下一页', first: '回到第一页',
  drafts: '还没存为稿件的草稿', untitled: '（未写标题）', dropDraft: '放弃', goOn: '继续写',
  dropAsk: '放弃这份草稿后不能恢复。', empty: '这里还没有稿件', none: '没有符合条件的稿件',
  locked: (name: string) => `${name} 正在编辑`,
  waits: (stage: string) => `待${stage}`,
  keys: 'j / k 上下移动，Enter 打开，/ 筛选',
  shown: (n: number) => `本页 ${n} 条`,
}

export const editor = {
  seeMaterial: '看素材',
  save: '存为新版本', create: '存为稿件', note: '版本说明（可不写）', submit: '送审', saveAndSubmit: '保存并送审',
  saved: (n: number) => `已存为第 ${n} 版`, created: '已存为稿件', submitted: '已送审',
  kept: (when: string) => `草稿已自动保存 ${when}`, keptHere: '网络不通，已暂存在本机', keeping: '正在保存草稿…', clean: '没有未保存的修改',
  checks: '检查', noRemarks: '没有发现问题', error: '错误', warning: '提醒', repair: '改正', repairAll: (n: number) => `一键改正 ${n} 处`,
  line: (n: number) => `第 ${n} 行`, whole: '全文', preview: '手机预览', fields: '文章信息', body: '正文',
  counts: (n: number, most: number) => `${n} / ${most}`, required: '必填', upload: '上传图片', fromFile: '导入文件', replace: '更换', remove: '移除',
  toFill: '还要填：', bodyToFill: '正文', pasted: '已转换粘贴的内容', converted: '这篇稿件原来不是在这里写的，下面的正文由排好的版面转换而来，请核对后再保存。',
  restoredDraft: (when: string) => `已恢复您 ${when} 没有保存的修改。`, dropDraft: '放弃修改，回到已保存的版本', olderDraft: (base: number, latest: number) => `这份修改从第 ${base} 版改起，现在已是第 ${latest} 版。`,
  dropAsk: '放弃后不能恢复。', lockedBy: (name: string, when: string) => `${name} 正在编辑（${when}）`, take: '强制解锁', readOnly: '您现在只能查看。',
  revisions: '版本', log: '操作记录', compare: '对比', restore: '恢复这一版', restored: (n: number) => `已恢复第 ${n} 版`, current: '当前',
  again: '审核人看的是已送审的那一版。存为新版本后，要重新送审。',
  conflict: '两个人改了同一篇稿件', mineText: '我的', theirsText: '对方保存的', useTheirs: '用对方的，放弃我的', overwrite: '保留我的，存为更新的一版', merge: '回去自己合并',
  picture: '图片', uploading: '正在上传…', examining: '正在检查…', failed: '检查不了', measure: '篇幅',
  placeholder: '在这里写正文，或从 Word、WPS、网页、公众号文章里复制后直接粘贴。',
  sendPhone: '发到手机预览', account: '用哪个公众号', to: '微信号或粉丝 openid', send: '发送', sent: (to: string) => `预览已发给 ${to}`,
  optional: (n: number) => (n ? `来源、政策依据、有效期等（已填 ${n} 项）` : '来源、政策依据、有效期等'),
}

export const review = {
  mine: '我的待办', all: '全部待审', none: '没有等您审核的稿件', noneAtAll: '没有待审的稿件', stage: '环节', waiting: '已等待', open: '打开审核',
  phone: '手机样子', text: '文字', changes: '改动', approve: '通过', sendBack: '退回', emergency: '应急签发', comment: '批注', resolve: '标为已处理', resolved: '已处理',
  reasons: '退回原因（作者会看到）', quick: ['表述不准确', '缺政策依据', '数据请核实', '配图不合适', '标题需改'], note: '审核意见（可不写）',
  since: { seen: (n: number) => `与您上次看的第 ${n} 版相比`, approved: (n: number) => `与上次通过的第 ${n} 版相比`, new: () => '您第一次看这篇稿件，全文都是新的' } as Record<string, (n: number) => string>,
  same: '内容没有改动', layoutOnly: '文字没有变，只调整了版式', approved: '已通过', returned: '已退回', outdated: '原文已改', timeline: '经过', comments: '批注', noComments: '没有批注。选中文字即可批注。',
  whole: '对全文批注', writeComment: '写批注', on: (quote: string) => `批注“${quote}”`, next: '下一篇', edit: '去编辑', emergencyAsk: '应急签发须由两名总编分别同意，会永远记在稿件上。请写明原因。',
  decidedMeanwhile: '刚才有变化', reload: '看最新的', keys: 'Ctrl+Enter 通过 · r 退回 · c 批注 · j/k 下一篇/上一篇', decided: '您已处理，正在打开下一篇…',
}
