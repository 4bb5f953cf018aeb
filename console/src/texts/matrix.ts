/** The words of 管控 → 矩阵. */
export const matrix = {
  views: { map: '全景', list: '清单', idle: '僵尸号' },
  sums: { accounts: '公众号', bad: '异常', remind: '提醒', good: '正常', idle: '僵尸号', unregistered: '未备案', closed: '已注销' },
  lookedAt: (at: string) => `状态截至 ${at}，每十分钟更新`,
  neverLooked: '还没有检查过。新登记的公众号在十分钟内列入。',
  below: (unit: string) => `${unit}的下级单位`,
  own: '本级账号',
  worst: '最需要处理的账号',
  noneBad: '没有异常或提醒的账号。',
  more: (n: number) => `共 ${n} 个，查看清单`,
  levels: '按级别',
  signals: '按原因',
  inside: (n: number) => `${n} 个下级`,
  up: '返回上级',
  words: '公众号、单位、负责人',
  level: '级别', health: '健康', signal: '原因', kind: '类型', life: '备案',
  kinds: { subscription: '订阅号', service: '服务号' },
  healths: { bad: '异常', remind: '提醒', good: '正常' },
  lives: { filing: '开设备案', running: '运行', changing: '变更', closing: '停更公告', closed: '注销' },
  levelNames: { province: '省', city: '市', county: '县', township: '乡', direct: '直属' },
  reset: '重置',
  name: '公众号', unit: '单位', why: '原因', since: '自', charge: '负责人', standIn: '代理人', published: '最近发布', answered: '最近答复',
  never: '没有记录',
  none: '没有符合条件的账号。',
  total: (n: number) => `共 ${n} 个`,
  loadMore: '再看一些',
  idleWhat: '三十天没有发布，也没有答复过粉丝的账号。停更、注销的不算。',
  noIdle: '没有僵尸号。',
  export: '导出清单', exportWhat: '请写明导出的用途，会记入操作日志',
}

export const account = {
  signs: '状态', well: '没有发现问题。', notLooked: '还没有检查过，点“立即检查”。', sinceWhen: (at: string) => `自 ${at}`,
  record: '备案登记', notFiled: '这个账号还没有备案登记。',
  purpose: '用途', inCharge: '负责人', standIn: '代理人', verified: '认证到期', nameRemark: '名称检查', avatarRemark: '头像检查',
  filing: '备案号', state: '状态', announcement: '停更公告', proper: '没有问题', empty: '没有填写',
  life: '备案的下一步', steps: '经过', turns: '健康变化', noTurns: '登记以来没有变化。',
  looked: '已重新检查', saved: '已保存', done: '已登记',
  person: '人员（已登记的，按编号或姓名查找）', personName: '姓名（没有登记的人员）', phone: '电话',
  running: '账号早已在运行', on: '日期', filingNumber: '备案号或文号', reason: '原因', evidence: '网址', announced: '公告的网址',
  save: '保存', cancel: '取消',
  closeWarning: '注销后不能恢复。公众号本身请到微信公众平台注销。',
}

export const thresholds = {
  title: '健康标准', what: '从哪个数起算提醒、算异常。对本单位和下级有效，下级可以另设；留空为不设。',
  remind: '提醒', bad: '异常', from: '来自', usual: '默认', own: '本单位', inherit: '按上级', save: '保存', saved: '已保存',
}

export const handOver = {
  title: '移交离岗人员的工作', person: '离岗人员', to: '移交给', find: '按编号或姓名查找',
  accounts: (n: number) => `负责或代理的账号（${n}）`, noAccounts: '没有负责或代理的账号。',
  roles: '角色', noRoles: '在您负责的单位没有角色。', withRoles: '角色也一并移交：对方得到这些角色，离岗人员不再有',
  waiting: '另有这些待办，不会自动移交，请逐项处理', elsewhere: (n: number) => `另有 ${n} 个账号不在您负责的单位，不会移交。`,
  findings: (n: number) => `由他整改的巡检问题 ${n} 个，一并改由对方整改。`,
  reason: '原因，会记入操作日志', confirm: '移交', done: (accounts: number, roles: number, findings: number) => `已移交 ${accounts} 个账号、${roles} 个单位的角色、${findings} 个巡检问题`,
}
