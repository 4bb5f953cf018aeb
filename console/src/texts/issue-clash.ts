/** The words of an issue that two people change at once. */
export const clash = {
  title: '有人刚刚改过这一期',
  mine: '您要改成的', theirs: '现在的',
  byMe: '您改的', byThem: '对方改的',
  rule: '“按我的改”只动您改的地方，对方改的其余内容都保留；“用现在的”放弃您的修改。',
  useMine: '按我的改', useTheirs: '用现在的', later: '先不决定',
  state: '状态', time: '时间', name: '名称', way: '方式', tag: '对象', articles: '稿件',
  everybody: '全部粉丝', tagged: (n: number) => `标签 ${n}`, none: '（没有）',
  wants: { schedule: '排期', unschedule: '撤回排期，退回“计划”', cancel: '取消这一期', swap: '与另一期对调时间' } as Record<string, string>,
  nothing: '对方已经做了同样的修改，不用再改。',
}
