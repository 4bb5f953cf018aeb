/** The words of work that may go on as a job. */
export const work = {
  going: '这一步要一会儿。可以离开这一页，完成后在右上角的铃里。',
  cancel: '取消',
  cancelled: '已取消，什么都没有改。',
  failed: (why: string) => `没有完成：${why}`,
  chooseAgain: '要改正或导入，请再选一次这个文件。',
  taken: (version: number) => `已成为版本 ${version}。`,
  toVersions: '去核对、提交审核',
  dryRunPage: '试一遍的结果',
  dryRunOld: '这是当时的结果。',
  trial: '用真实提问检验',
  trialOld: (version: number, days: number) => `版本 ${version}，最近 ${days} 天的提问`,
  first: (shown: number, all: number) => `共 ${all} 对，先看最像的 ${shown} 对`,
  moreKinds: (n: number) => `另有 ${n} 种变化没有列出`,
  moreDifferences: (n: number) => `再看 ${n} 条`,
}
