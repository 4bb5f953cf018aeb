/** Words of the article editor's body: the two ways of writing, its tools, styles and pictures. */

export const rich = {
  kinds: { tip: '提示', info: '提示', note: '注意', important: '重要', warning: '警告', caution: '警告', law: '政策依据', basis: '政策依据', 依据: '政策依据' } as Record<string, string>,
  caption: '图片说明（可不写）', source: '源码块', sourceWhy: '这一段所见即所得不能直接显示，按源码保存，可在这里修改',
  boxTitle: '框的标题（可不写）', rich: '所见即所得', plain: 'Markdown', mode: '编辑方式',
  missing: (name: string) => `补上这张图：${name.length > 40 ? `${name.slice(0, 40)}…` : name}`,
  switched: '已换编辑方式，之前的步骤不能再撤销', opening: '正在打开编辑器…',
}

export const tools = {
  undo: '撤销', redo: '重做', words: '正文', heading2: '小标题', heading3: '三级标题', heading4: '四级标题', style: '段落',
  bold: '加粗', italic: '斜体', underline: '下划线', strike: '删除线', code: '代码', bare: '清除格式', colour: '文字颜色', noColour: '默认颜色',
  list: '列表', numbers: '编号', quote: '引用', divider: '分割线', table: '表格', link: '链接', find: '查找', more: '更多',
  picture: '图片', upload: '从电脑上传', library: '从素材库选', styles: '样式库', cards: '往期文章',
  rowAbove: '上方加一行', rowBelow: '下方加一行', columnLeft: '左边加一列', columnRight: '右边加一列', dropRow: '删除这一行', dropColumn: '删除这一列',
  dropTable: '删除表格', headRow: '首行作表头', cellLeft: '这一列靠左', cellCentre: '这一列居中', cellRight: '这一列靠右', inTable: '表格操作',
}

export const link = {
  title: '链接', address: '网址', words: '显示的文字', put: '确定', drop: '去掉链接', cancel: '取消',
  wrong: '网址应以 https:// 或 http:// 开头', note: '公众号里只有指向公众号文章（mp.weixin.qq.com）的链接能点开，其他网址会列在文末“参考链接”里。',
}
