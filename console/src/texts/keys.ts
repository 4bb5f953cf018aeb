/** All keys, as `?` shows them: a group a place, a line a key. A page that has keys of its own adds its group here. */
export const keys = {
  title: '键盘快捷键',
  show: '键盘快捷键（?）',
  groups: [
    {
      where: '每一页',
      keys: [
        ['Ctrl K', '搜索'],
        ['/', '到筛选框'],
        ['?', '显示这张表'],
        ['Esc', '关闭抽屉或对话框'],
      ],
    },
    {
      where: '列表',
      keys: [
        ['j', '下一行'],
        ['k', '上一行'],
        ['Enter', '打开这一行'],
      ],
    },
    {
      where: '审核一篇稿件',
      keys: [
        ['Ctrl Enter', '通过'],
        ['r', '退回'],
        ['c', '批注'],
        ['j / k', '下一篇 / 上一篇'],
      ],
    },
    {
      where: '起草指令、反馈、发起撤稿',
      keys: [['Ctrl Enter', '签发、提交反馈、开始查找']],
    },
    {
      where: '手机里的菜单',
      keys: [
        ['← → ↑ ↓', '走到旁边的菜单项'],
        ['Alt ← → ↑ ↓', '移动菜单项'],
        ['Delete', '删除菜单项'],
      ],
    },
  ],
} as const
