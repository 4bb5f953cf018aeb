/** The words of the editors of e-books and mind maps. */
export const material = {
  article: '已审稿件', policy: '政策库', words: '标题或文号里的字', none: '没有找到', choose: '选入', chosen: '已选', close: '完成', query: '查询', loading: '正在找…',
}

export const ebook = {
  cover: '封面', subtitle: '副标题', issuer: '编写单位', date: '日期', dateHint: '如 2026年11月', colour: '颜色', colours: { blue: '蓝', red: '红', green: '绿', gold: '金' } as Record<string, string>,
  preface: '前言（可不写）', parts: '篇和章', partTitle: '篇名（可不写）', addPart: '再加一篇', dropPart: '删除这一篇', addChapters: '选章节', chapterTitle: '章名', up: '上移', down: '下移', drop: '移除', toPart: '移到', count: (n: number) => `共 ${n} 章`,
  imprint: '版权页（可不写）', imprintHint: '编写人员、联系方式、使用说明', kinds: { article: '稿件', policy: '政策' } as Record<string, string>, at: (kind: string, n: number) => (kind === 'policy' ? `政策库第 ${n} 版` : `第 ${n} 版`), part: (n: number) => `第 ${n} 篇`, noChapters: '还没有章节', pick: '选章节：已审稿件和现行政策',
}

export const mindmap = {
  root: '中心主题', outline: '大纲', style: '颜色', styles: { blue: '蓝', red: '红', green: '绿', many: '多色' } as Record<string, string>, layout: '方向', layouts: { both: '左右展开', right: '向右展开' } as Record<string, string>, source: '来源（显示在图下）',
  keys: '回车：下一条 · Tab / Shift+Tab：降级、升级 · Alt+↑/↓：移动 · 空行按退格删除', addBranch: '加一条', remove: '删除', indent: '降级', outdent: '升级', up: '上移', down: '下移', node: (n: number, depth: number) => `第 ${n} 条，第 ${depth} 级`, generate: '从政策或稿件生成', generateAsk: '生成的大纲会替换现在的。', count: (n: number, most: number) => `${n} / ${most} 条`, generated: '已生成大纲，请核对',
}
