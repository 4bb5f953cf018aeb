/** Words of what an editor puts into a text: covers, pictures, styles, own articles, videos and voices. */

export const cover = {
  crop: '裁剪封面', wide: '横图 2.35:1', square: '方图 1:1', cropKeys: '拖动方框移动，拖右下角缩放；也可用方向键移动，+ / - 缩放', largest: '取最大',
  cancel: '取消', keep: '确定', maker: '制作封面', words: '封面文字', unit: '落款', colour: '配色', background: '背景', choose: '选一张背景图',
  noBackground: '不用背景图', patterns: { circles: '圆', lines: '斜线', plain: '纯色' }, use: '用作封面', made: '制作的封面',
  middle: '文字都在中间的方形里，方图裁剪后也看得全。', unreadable: '这张图片打不开，请换一张。',
  upload: '上传', replace: '更换', fromLibrary: '素材库', make: '制作封面', remove: '移除',
}

export const library = {
  title: '素材库', shared: '素材库', unit: '本单位用过的', here: '这篇稿件里的', search: '按文件名或上传人找', more: '再看一些', cancel: '关闭',
  none: '还没有用过图片', noneFound: '已列出的图片里没有找到，可点“再看一些”', noneHere: '这篇稿件里还没有图片', unnamed: '（随文带来）',
}

export const styles = {
  library: '样式库', title: (theme: string) => `样式库（${theme}）`, how: '点一下，放到光标所在段落的后面。', put: (name: string) => `插入“${name}”`,
}

export const cards = {
  title: '往期文章', search: '按标题找发表记录里的文章', none: '还没有发出过文章', noneFound: '没有找到', readMore: '往期阅读',
  note: '放入的是文章的永久链接，读者点开就能看。小程序卡片不能由接口写进正文，请群发前在公众号后台的草稿里插入，或把小程序放进菜单。',
}

export const media = {
  kind: '类型', theme: '主题', byHouse: '按栏目和单位的设置', images: '图片（1–20 张，第一张为封面）', addImages: '添加图片', left: '前移', right: '后移', drop: '移除',
  nth: (n: number, of: number) => `第 ${n} 张，共 ${of} 张`, order: '拖动图片调整顺序，或按 Alt+← →。',
  video: '视频文件（MP4，不超过 10 MB）', audio: '音频文件（MP3 或 AMR，不超过 2 MB、60 秒）', choose: '选择文件', replace: '更换', plain: '贴图、视频、音频的文字没有版式，只保留文字。',
}
