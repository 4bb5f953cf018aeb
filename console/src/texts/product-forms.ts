/** The words of the editors of 答题, 海报, 直播, and of the bank of questions. */
export const kinds: Record<string, string> = { single: '单选', multiple: '多选', judge: '判断' }
export const levels: Record<number, string> = { 1: '易', 2: '中', 3: '难' }

export const quiz = {
  intro: '简介', introHint: '粉丝在首页看到的话，最多 500 字', rules: '规则', plain: '不设奖品，不抽奖；不收集姓名、手机号和微信号。粉丝交卷后看到正确答案和解析。',
  draw: '每次答几题', points: '每题几分', full: (n: number) => `满分 ${n} 分`, passing: '及格分', minutes: '限时（分钟）', minutesHint: '0 为不限时', tries: '每人每天几次', opens: '开始', closes: '结束', always: '不填为一直开放',
  way: '出题方式', drawn: '每次从下面的题里随机抽', fixed: '固定前几题，按下面的顺序',
  questions: (n: number) => `题目（${n}）`, none: '还没有题目。从题库选，或写一道新题。', fromBank: '从题库选题', newQuestion: '写新题', edit: '查看', remove: '移出', up: '上移', down: '下移', asked: '固定题',
  changed: (n: number) => `题库里有 ${n} 道题改过了，这里仍是选题时的内容。`, takeNew: '换成题库最新的内容', gone: '已不在题库', more: (n: number) => `至少要 ${n} 道题，还差几道`,
  copied: '答题里放的是题目的副本：审核的是什么，粉丝答的就是什么。题库以后改了，要在这里更新并重新送审。',
}

export const bank = {
  title: '题库', words: '题目里的字', matter: '事项', allMatters: '全部事项', level: '难度', allLevels: '全部难度', empty: '题库还是空的。写一道新题，或从表格导入。', none: '没有符合条件的题目', total: (n: number) => `题库共 ${n} 道题`,
  choose: (n: number) => `加入所选 ${n} 道`, chooseAll: (n: number) => `加入这 ${n} 道`, chosen: '已加入', close: '完成', import: '导入表格', export: '导出题库', imported: (n: number, known: number) => `导入 ${n} 道题` + (known ? `，${known} 道已经有了` : ''),
  template: '表头：题型、题目、选项A–F、答案、解析、依据、依据网址、事项、难度', change: '修改', remove: '删除', removeAsk: '从题库删除后，已经用了这道题的答题不受影响。', removed: '已删除', saved: '已保存到题库',
}

export const question = {
  fresh: '写新题', old: '修改题目', kind: '题型', text: '题目', options: '选项（勾选正确的）', add: '加一个选项', drop: '删去', explanation: '解析', explanationHint: '粉丝交卷后看到：为什么是这个答案', basis: '依据', basisHint: '政策名称和文号', basisUrl: '依据网址', basisUrlHint: 'https://…', matter: '事项', matterHint: '如：增值税、发票', difficulty: '难度', save: '保存', cancel: '取消', right: '正确答案', option: (n: number) => `选项 ${'ABCDEF'[n]}`, judge: ['对', '错'],
}

export const numbers = {
  title: '答题数据', started: '开始', ended: '交卷', passed: '及格', none: '还没有人答题', days: '每天', scores: '得分分布', questions: '错得最多的题', wrong: '错误率', asked: '作答人次', right: '正确答案', topic: '做成选题', made: '已放到选题板', export: '导出', exportAsk: '导出会记入操作日志。写明用途。', refresh: '刷新', score: (n: number) => (n === 10 ? '满分' : `${n * 10}–${n * 10 + 9}%`), open: '打开选题',
}

export const poster = {
  design: '版式', designs: { policy: '政策一句话', number: '数字海报', season: '节气、节日', reminder: '办税提醒' } as Record<string, string>,
  headline: '标题', number: '大数字', numberHint: '如 1%、1200 亿', numberNote: '数字说明', day: '日期或节气', dayHint: '如 12 月 15 日、大雪', lines: '正文，一行一条', linesHint: '最多 6 行，每行最多 60 字', issuer: '发布单位',
  code: '二维码', noCode: '不放二维码', target: '指向', targets: { work: '本号的作品', article: '已发表的文章', follow: '关注二维码', address: '政府网站' } as Record<string, string>, url: '网址', urlHint: 'https://……gov.cn/…', find: '输入名称查找', label: '二维码旁的话', labelHint: '如：扫码看政策全文',
  preview: '海报', page: '手机页面用 3:4', tall: '大屏用 9:16', drawing: '正在画…', save: '保存后生成正式图片；图片里的二维码会自动回读一遍，读不出来的海报不能上线。', alt: '海报预览',
}

export const live = {
  starts: '开始', ends: '结束', host: '主讲或主办', summary: '内容简介', points: '看点，一行一条', where: '在哪里看', whereHint: '如：视频号“云岭税务”', url: '直播网址', urlHint: '视频号、微信或政府网站的网址', replay: '回放网址', replayHint: '直播结束后填写', cancelled: '取消这场直播', cancelNote: '取消原因', moved: '改了开始时间并上线后，要求提醒的粉丝会马上收到改期通知。', keyword: '提醒关键词', keywordHint: '粉丝在公众号发这个词来登记提醒，如：直播提醒',
  remind: '开播提醒', reminded: (n: number) => `${n} 人要求提醒`, how: '提醒在开播前 30 分钟发：同意过订阅通知的收通知，48 小时内给公众号发过消息的收消息（只点链接不算），其余的微信不允许发。', reply: '放进关键词回复或欢迎语的话', copy: '复制', copied: '已复制', told: (a: number, b: number) => `已提醒 ${a} 人，${b} 人微信不允许发`, later: '上线后才能登记提醒', template: '还没有为“直播提醒”选订阅通知模板：服务 → 订阅通知',
}
