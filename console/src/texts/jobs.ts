/** The words of the bell: tasks, and jobs that go on without a page. */
export const jobs = {
  bell: (running: number, fresh: number, tasks: number) =>
    `待办与任务${tasks ? `，${tasks} 件新待办` : ''}${running ? `，${running} 个进行中` : ''}${fresh ? `，${fresh} 个有结果` : ''}`,
  tasks: '我的待办',
  allTasks: (n: number) => `共 ${n} 件，去工作台`,
  noTasks: '没有待办',
  title: '任务',
  none: '近 7 天没有导入、导出等任务',
  save: '下载',
  open: '查看',
  begun: (title: string) => `已开始：${title}。完成后在右上角的铃里。`,
  done: (title: string, message: string) => `${title} 已完成${message ? `：${message}` : ''}`,
  failed: (title: string, message: string) => `${title} 没有完成：${message}`,
}
