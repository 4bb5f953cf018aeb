/** The words of 产品. */
export const pages = { products: '产品', product: '产品' }

export const formNames: Record<string, string> = { ebook: '电子书', mindmap: '思维导图', poster: '海报', quiz: '答题', live: '直播' }

export const list = {
  add: '新建产品', words: '标题里的字', form: '形式', state: '状态', allForms: '全部形式', mine: '我参与的', published: '已上线的', query: '查询', reset: '重置',
  title: '产品', account: '公众号', people: '最后修改', out: '上线', notOut: '未上线', outAs: (n: number) => `第 ${n} 版`, empty: '还没有产品。电子书、思维导图、海报、答题和直播都在这里制作。', none: '没有符合条件的产品',
  shown: (n: number) => `本页 ${n} 个`, more: '下一页', first: '回到第一页', waits: (stage: string) => `待${stage}`, keys: 'j/k 上下移动，Enter 打开',
}

export const create = {
  title: '新建产品', form: '形式', name: '标题', nameHint: '粉丝看到的标题，最多 60 字', account: '公众号', accountHint: '粉丝在哪个公众号打开', cancel: '取消', make: '新建', noAccounts: '本单位和下级单位还没有公众号',
  about: {
    ebook: '把已审稿件和政策编成一本：封面、目录、EPUB、PDF 和手机页面',
    mindmap: '把一项政策画成图：可从政策或稿件生成大纲',
    poster: '一句话、一个数字、一个日子，带能扫的二维码', quiz: '从题库抽题，当场判分；不设奖品', live: '直播预告、开播提醒和回放的入口',
  } as Record<string, string>,
}

export const product = {
  decide: '办理',
  titleLabel: '标题', save: '保存', saved: (n: number) => `已存为第 ${n} 版`, note: '版本说明（可不写）', clean: '没有未保存的修改', touched: '有未保存的修改', leave: '有没有保存的修改。离开后仍留在这台电脑上，下次打开会接着写。', go: '离开',
  restored: '已恢复您没有保存的修改。', drop: '放弃修改，回到已保存的版本', phone: '手机预览', saveFirst: '保存后可预览', opening: '正在打开预览…', openPage: '打开粉丝页面', lacks: '送审前还要补：', again: '审核人看的是已送审的那一版。保存新的一版后，要重新送审。',
  facts: (unit: string, account: string) => `${unit} · 公众号“${account}”`, revision: (n: number, who: string, when: string) => `第 ${n} 版 · ${who} · ${when}`, outAs: (n: number, when: string) => `第 ${n} 版已于 ${when} 上线`, notOut: '还没有上线', older: (out: number, now: number) => `粉丝现在看的是第 ${out} 版，这里是第 ${now} 版`,
  files: '文件', making: '正在制作文件…', made: '文件已做好', returned: (stage: string, who: string) => `${who} 在${stage}退回`, timeline: '审核', history: '经过', versions: '版本', compare: '对比各版', changes: '改动', since: { seen: (n: number) => `与您上次看的第 ${n} 版相比`, approved: (n: number) => `与上次通过的第 ${n} 版相比`, published: (n: number) => `与粉丝现在看的第 ${n} 版相比` } as Record<string, (n: number) => string>,
  version: (n: number) => `第 ${n} 版`,
  submit: '送审', approve: '通过', sendBack: '退回', withdraw: '撤回', emergency: '应急签发', publish: '上线', takeDown: '下线', noteHint: '意见（可不写）', submitted: '已送审', did: { submit: '已送审', approve: '已通过', return: '已退回', withdraw: '已撤回', emergency: '已签发' } as Record<string, string>,
  withdrawAsk: '撤回后，已经通过的各级要重新审核。', emergencyAsk: '应急签发不经各级审核，须两位最高角色的人。写明原因，它会永远记在产品上。', publishAsk: '上线后，粉丝马上可以打开。', published: '已上线', takeDownAsk: '粉丝打开时会看到“已经下线”。写明原因。', takenDown: '已下线', filesAgain: '已开始重新制作',
  clash: '别人刚刚改过。重新载入会放弃您没有保存的修改。', reload: '重新载入', edit: '内容', look: '预览', noEditor: '这种形式的编辑器还没有做好。', fileNames: { 'book.epub': 'EPUB 电子书', 'book.pdf': 'PDF 文件', 'cover.jpg': '封面', 'mindmap.png': '导图图片', 'cover.png': '直播封面', 'poster.png': '海报（3:4）', 'poster-tall.png': '海报（9:16）' } as Record<string, string>,
}
