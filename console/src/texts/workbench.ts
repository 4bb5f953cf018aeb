export const workbench = {
  tasks: '我的待办',
  noTasks: '没有待办，喝口水吧',
  today: '今天的时段',
  noSlots: '今天没有时段。可以在“公众号”里设置推送时段。',
  free: '空',
  left: (n: number) => `今天还可群发 ${n} 次`,
  troubles: '异常',
  noTroubles: '近两天没有异常',
  leftOut: (n: number) => `另有 ${n} 个公众号没有列出`,
  kinds: { review: '待我审核', returned: '被退回', offer: '待回应的分发', change: '更正或撤回' } as Record<string, string>,
  until: (when: string) => `截止 ${when}`,
}
