<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>AccessWindow</name>
    <message>
        <source>事由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>做了什么</source>
        <translation>What was done</translation>
    </message>
    <message>
        <source>全部人员</source>
        <translation>Everybody</translation>
    </message>
    <message>
        <source>全部月份</source>
        <translation>All months</translation>
    </message>
    <message>
        <source>共 {count} 条</source>
        <translation>{count} entries</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>另存为表格…</source>
        <translation>Save as a table…</translation>
    </message>
    <message>
        <source>哪些内容</source>
        <translation>Which fields</translation>
    </message>
    <message>
        <source>哪类记录</source>
        <translation>Kind of record</translation>
    </message>
    <message>
        <source>已写好 {count} 条：{place}</source>
        <translation>{count} entries written: {place}</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>When</translation>
    </message>
    <message>
        <source>最近 {count} 条，更早的请另存为表格</source>
        <translation>The last {count} entries; save as a table for earlier ones</translation>
    </message>
    <message>
        <source>月份</source>
        <translation>Month</translation>
    </message>
    <message>
        <source>条数</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>查看登记</source>
        <translation>Access log</translation>
    </message>
    <message>
        <source>查看登记存到哪里</source>
        <translation>Where to save the access log</translation>
    </message>
    <message>
        <source>记的是谁、什么时候、为什么看了哪一条的哪几项，不记内容本身。只能添，不能改；检查账本时，动过的会查出来。</source>
        <translation>Who looked at which fields of which record, when and why; never what stood there. Entries are only added; checking the ledger finds any that were altered.</translation>
    </message>
    <message>
        <source>谁</source>
        <translation>Who</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>{step}（{why}）</source>
        <translation>{step} ({why})</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>下一步 {step}</source>
        <translation>Next step: {step}</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>Handle</translation>
    </message>
</context>
<context>
    <name>AnnotatedCopy</name>
    <message>
        <source>{name}-批注.xlsx</source>
        <translation>{name}-annotated.xlsx</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>批注副本存到哪里</source>
        <translation>Where to save the annotated copy</translation>
    </message>
    <message>
        <source>批注副本已存好，没有采用的格子标了颜色和原因：{place}</source>
        <translation>Annotated copy saved, with the cells not taken coloured and explained: {place}</translation>
    </message>
</context>
<context>
    <name>AttachmentStrip</name>
    <message>
        <source>{count} 个还没有收到文件</source>
        <translation>{count} of the files have not arrived</translation>
    </message>
    <message>
        <source>另存为…</source>
        <translation>Save as…</translation>
    </message>
    <message>
        <source>另存附件</source>
        <translation>Save attachment</translation>
    </message>
    <message>
        <source>已另存：{place}</source>
        <translation>Saved: {place}</translation>
    </message>
    <message>
        <source>已添加 {count} 个附件</source>
        <translation>{count} attachments added</translation>
    </message>
    <message>
        <source>已移除附件</source>
        <translation>Attachment removed</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>添加照片或文件…</source>
        <translation>Add photos or files…</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>移除…</source>
        <translation>Remove…</translation>
    </message>
    <message>
        <source>移除附件“{name}”</source>
        <translation>Remove attachment '{name}'</translation>
    </message>
    <message>
        <source>这些文件已经在附件里</source>
        <translation>These files are among the attachments already</translation>
    </message>
    <message>
        <source>附件</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>附件 {count}</source>
        <translation>Attachments {count}</translation>
    </message>
    <message>
        <source>附件离开列表，经过仍然保留，可以撤销。</source>
        <translation>The attachment leaves the list; its history stays, and it can be undone.</translation>
    </message>
</context>
<context>
    <name>AttachmentTiles</name>
    <message>
        <source>未收到</source>
        <translation>not arrived</translation>
    </message>
</context>
<context>
    <name>BackupCard</name>
    <message>
        <source>上次备份</source>
        <translation>Last backup</translation>
    </message>
    <message>
        <source>不用第二个位置</source>
        <translation>Use no second place</translation>
    </message>
    <message>
        <source>从备份恢复…</source>
        <translation>Restore a backup…</translation>
    </message>
    <message>
        <source>全面检查</source>
        <translation>Check everything</translation>
    </message>
    <message>
        <source>在，下次备份时补上</source>
        <translation>there; brought up to date with the next backup</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>备份位置</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>已备份到 {file}</source>
        <translation>Backed up to {file}</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>open the folder</translation>
    </message>
    <message>
        <source>打开程序时、用半小时、导入和升级之前自动备份。第二个位置最好是 U 盘或另一块硬盘：电脑坏了，账还在。</source>
        <translation>Backups are made at the start, after half an hour of work, before imports and updates. The second place is best a USB stick or another disk.</translation>
    </message>
    <message>
        <source>最新的备份已在那里</source>
        <translation>the newest backup is there</translation>
    </message>
    <message>
        <source>正在备份</source>
        <translation>Backing up</translation>
    </message>
    <message>
        <source>正在检查……</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>正在检查账本</source>
        <translation>Checking the ledger</translation>
    </message>
    <message>
        <source>没有设</source>
        <translation>none</translation>
    </message>
    <message>
        <source>现在不在，上次 {moment}；接上后自动补上</source>
        <translation>not there now, last {moment}; made up for when it is back</translation>
    </message>
    <message>
        <source>现在不在；接上后自动补上</source>
        <translation>not there now; made up for when it is back</translation>
    </message>
    <message>
        <source>立即备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>第二个位置</source>
        <translation>Second place</translation>
    </message>
    <message>
        <source>账本完好：{changes} 项变更，{records} 条记录，逐项核对过。</source>
        <translation>The ledger is sound: {changes} changes and {records} records, each of them checked.</translation>
    </message>
    <message>
        <source>账本有不对的地方，建议从备份恢复：</source>
        <translation>Something in the ledger is wrong; better restore a backup:</translation>
    </message>
    <message>
        <source>还有 {count} 处</source>
        <translation>{count} more</translation>
    </message>
    <message>
        <source>还没有备份过</source>
        <translation>No backup yet</translation>
    </message>
    <message>
        <source>选择备份的第二个位置</source>
        <translation>Choose a second place for backups</translation>
    </message>
    <message>
        <source>选择第二个位置…</source>
        <translation>Choose a second place…</translation>
    </message>
</context>
<context>
    <name>BalanceLine</name>
    <message>
        <source>✓ 相符</source>
        <translation>✓ comes out</translation>
    </message>
    <message>
        <source>不符：应为 {count}</source>
        <translation>does not come out: {count} expected</translation>
    </message>
    <message>
        <source>对账</source>
        <translation>Balance</translation>
    </message>
</context>
<context>
    <name>BusyBar</name>
    <message>
        <source>{done} / {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>正在取消…</source>
        <translation>Cancelling…</translation>
    </message>
    <message>
        <source>还需 {seconds} 秒</source>
        <translation>{seconds} s left</translation>
    </message>
    <message>
        <source>还需约 {minutes} 分钟</source>
        <translation>about {minutes} min left</translation>
    </message>
</context>
<context>
    <name>CategoryList</name>
    <message>
        <source>上移</source>
        <translation>Move up</translation>
    </message>
    <message>
        <source>下移</source>
        <translation>Move down</translation>
    </message>
    <message>
        <source>新类别</source>
        <translation>New category</translation>
    </message>
    <message>
        <source>新类别的名称</source>
        <translation>Name of the new category</translation>
    </message>
    <message>
        <source>添加</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>类别{act}</source>
        <translation>Category: {act}</translation>
    </message>
    <message>
        <source>问题类别</source>
        <translation>Issue categories</translation>
    </message>
</context>
<context>
    <name>CellEdit</name>
    <message>
        <source>回车确定，Esc 不改</source>
        <translation>Enter to apply, Esc to leave it</translation>
    </message>
</context>
<context>
    <name>CellTools</name>
    <message>
        <source>恢复原样</source>
        <translation>As in the file</translation>
    </message>
    <message>
        <source>改…</source>
        <translation>Correct…</translation>
    </message>
    <message>
        <source>显示遮住的号码</source>
        <translation>Show hidden numbers</translation>
    </message>
    <message>
        <source>用名册的号码</source>
        <translation>Use the register's number</translation>
    </message>
    <message>
        <source>用名册的号码 {number}</source>
        <translation>Use the register's {number}</translation>
    </message>
</context>
<context>
    <name>ChoiceEdit</name>
    <message>
        <source>打开列表</source>
        <translation>open the list</translation>
    </message>
</context>
<context>
    <name>ClueDialog</name>
    <message>
        <source>{day} 移送{to}，{who}记录</source>
        <translation>{day}: handed on{to}, written down by {who}</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>限阅库里没有这个问题的线索。</source>
        <translation>The restricted store holds nothing of this issue.</translation>
    </message>
    <message>
        <source>限阅：移送的线索</source>
        <translation>Restricted: what was handed on</translation>
    </message>
</context>
<context>
    <name>ColumnKeeper</name>
    <message>
        <source>恢复默认的列</source>
        <translation>Restore the usual columns</translation>
    </message>
    <message>
        <source>选择显示的列</source>
        <translation>Columns to show</translation>
    </message>
</context>
<context>
    <name>ColumnsPanel</name>
    <message>
        <source>每一列取作什么</source>
        <translation>Where each column goes</translation>
    </message>
    <message>
        <source>没有列取作：{fields}。这些是必填的，请指定一列。</source>
        <translation>No column for: {fields}. These are required; choose a column.</translation>
    </message>
    <message>
        <source>还没有用上的项目</source>
        <translation>Fields not used yet</translation>
    </message>
    <message>
        <source>还没有用上的项目，可拖到列上：</source>
        <translation>Fields not used yet; drag one onto a column:</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>保留这一条</source>
        <translation>Keep this one</translation>
    </message>
    <message>
        <source>并入，撤回</source>
        <translation>Merge this one, withdraw it</translation>
    </message>
    <message>
        <source>（空）</source>
        <translation>(empty)</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>处理结果随交换文件到达各处，原来写的都留在历史里。</source>
        <translation> The decision travels with the next workbooks; every value stays in the history.</translation>
    </message>
    <message>
        <source>打开记录</source>
        <translation>Open the record</translation>
    </message>
    <message>
        <source>按 1–{count} 采用那一个。</source>
        <translation>1–{count} takes that one.</translation>
    </message>
    <message>
        <source>按 F2 另写一个。</source>
        <translation> F2 writes another one.</translation>
    </message>
    <message>
        <source>按 ← 采用左边，按 → 采用右边。</source>
        <translation>← takes the left, → the right.</translation>
    </message>
</context>
<context>
    <name>ConflictList</name>
    <message>
        <source>没有处理的冲突</source>
        <translation>Open conflicts</translation>
    </message>
</context>
<context>
    <name>Conflicts</name>
    <message>
        <source>“{step}”没有生效</source>
        <translation>"{step}" took no effect</translation>
    </message>
    <message>
        <source>原因：{reason}</source>
        <translation>Reason: {reason}</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>是否撤回</source>
        <translation>withdrawn or not</translation>
    </message>
    <message>
        <source>本机录入</source>
        <translation>entered on this computer</translation>
    </message>
    <message>
        <source>来自 {file}</source>
        <translation>from {file}</translation>
    </message>
    <message>
        <source>没有撤回</source>
        <translation>not withdrawn</translation>
    </message>
    <message>
        <source>没有生效的办理</source>
        <translation>step without effect</translation>
    </message>
    <message>
        <source>现在是“{status}”</source>
        <translation>Now it is "{status}"</translation>
    </message>
    <message>
        <source>现在补办</source>
        <translation>Do it now</translation>
    </message>
    <message>
        <source>维持现状</source>
        <translation>Leave as it is</translation>
    </message>
    <message>
        <source>采用这个</source>
        <translation>Take this one</translation>
    </message>
    <message>
        <source>问题编号 {code} 重复</source>
        <translation>Issue number {code} twice</translation>
    </message>
    <message>
        <source>（空）</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>（记录已撤回）</source>
        <translation> (record withdrawn)</translation>
    </message>
</context>
<context>
    <name>ConflictsView</name>
    <message>
        <source>两边写的</source>
        <translation>What both sides wrote</translation>
    </message>
    <message>
        <source>冲突</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>处理冲突</source>
        <translation>Settling a conflict</translation>
    </message>
    <message>
        <source>已处理冲突：{title} {subject}</source>
        <translation>Conflict settled: {title} {subject}</translation>
    </message>
    <message>
        <source>新编号是 {code}</source>
        <translation>The new number is {code}</translation>
    </message>
    <message>
        <source>没有冲突。两边改了同一处又互相不知道时，会在这里并排列出，由人决定用哪一个。</source>
        <translation>No conflicts. When two offices change the same thing without knowing of each other, both values stand here side by side and a person decides.</translation>
    </message>
    <message>
        <source>还有 {count} 处</source>
        <translation>{count} left</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>填好的表存到哪里</source>
        <translation>Where to save the filled form</translation>
    </message>
    <message>
        <source>正在写标注副本</source>
        <translation>Writing the marked copy</translation>
    </message>
    <message>
        <source>正在取入</source>
        <translation>Taking in</translation>
    </message>
    <message>
        <source>正在填写“{name}”</source>
        <translation>Filling {name}</translation>
    </message>
    <message>
        <source>正在读取 {file}</source>
        <translation>Reading {file}</translation>
    </message>
    <message>
        <source>正在重新核对</source>
        <translation>Checking anew</translation>
    </message>
</context>
<context>
    <name>Cover</name>
    <message>
        <source>关闭程序</source>
        <translation>Close the program</translation>
    </message>
    <message>
        <source>已锁住</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>离开了一会儿，账本已锁住</source>
        <translation>You were away; the ledger is locked</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
    <message>
        <source>输入密码，接着做刚才的事；没写完的都还在。忘了密码，请关闭程序，重新打开后用恢复单。</source>
        <translation>Give the password to go on where you were; what you were writing is still there. If you have forgotten it, close the program, start it again and use the recovery sheet.</translation>
    </message>
</context>
<context>
    <name>DamagedLedger</name>
    <message>
        <source>{file} 里有读不出的地方，可能是断电或磁盘出错造成的。</source>
        <translation>Parts of {file} cannot be read, perhaps after a power cut or a fault of the disk. </translation>
    </message>
    <message>
        <source>{file} 里有读不出的地方，可能是断电或磁盘出错造成的。正在看能救出多少，请稍等……</source>
        <translation>Parts of {file} cannot be read, perhaps after a power cut or a fault of the disk. Looking how much can be saved…</translation>
    </message>
    <message>
        <source>{moment} 的备份：{counts}。</source>
        <translation>Backup of {moment}: {counts}. </translation>
    </message>
    <message>
        <source>先不动，关闭程序</source>
        <translation>Leave it, close the program</translation>
    </message>
    <message>
        <source>救出的内容它都有。</source>
        <translation>It lacks nothing of what was saved.</translation>
    </message>
    <message>
        <source>比救出的内容少：{counts}的新增或修改。</source>
        <translation>It lacks, of what was saved: {counts}, new or changed.</translation>
    </message>
    <message>
        <source>没有读出账本的内容，也没有找到完好的备份。文件没有改动，请交给懂电脑的人看一看。</source>
        <translation>Nothing of the ledger could be read, and no good backup was found. The file is unchanged; ask somebody who knows computers.</translation>
    </message>
    <message>
        <source>用备份接着用</source>
        <translation>Go on with the backup</translation>
    </message>
    <message>
        <source>用救出的内容接着用</source>
        <translation>Go on with what was saved</translation>
    </message>
    <message>
        <source>账本有损坏</source>
        <translation>The ledger is damaged</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
    <message>
        <source>选一种办法接着用；损坏的文件原样留在 backups 文件夹里。</source>
        <translation>Choose how to go on; the damaged file is kept as it is in the folder backups.</translation>
    </message>
</context>
<context>
    <name>DateEdit</name>
    <message>
        <source>打开日历</source>
        <translation>open the calendar</translation>
    </message>
</context>
<context>
    <name>DaysBox</name>
    <message>
        <source> 天</source>
        <translation> days</translation>
    </message>
</context>
<context>
    <name>DeadlineCard</name>
    <message>
        <source> 个工作日</source>
        <translation> working days</translation>
    </message>
    <message>
        <source> 天</source>
        <translation> days</translation>
    </message>
    <message>
        <source>写明了紧急程度的问题，用这里的期限。</source>
        <translation>For issues that say how urgent they are.</translation>
    </message>
    <message>
        <source>建账交办时先填好的期限，从收集之日起算，可以改。</source>
        <translation>Proposed when an issue is assigned, counted from its collection; it can be changed.</translation>
    </message>
    <message>
        <source>报完成后这么多天还没有核查，在“今日”里提醒。</source>
        <translation>Issues that wait this long for their check are listed under Today.</translation>
    </message>
    <message>
        <source>按紧急程度</source>
        <translation>By urgency</translation>
    </message>
    <message>
        <source>放假和调休已知到 {last} 年；以后的年份先按周一至周五算，程序升级后就按国家的安排算。</source>
        <translation>Public holidays are known up to {last}; later years count Monday to Friday until the program is updated.</translation>
    </message>
    <message>
        <source>离期限不到这么多天，问题亮“临期”。</source>
        <translation>An issue this close to its deadline is due soon.</translation>
    </message>
</context>
<context>
    <name>DifferencesPane</name>
    <message>
        <source>两边都改过，两个值都会保留；下面是导入后显示的值。</source>
        <translation>Changed on both sides; both values are kept. Below is the one shown after importing.</translation>
    </message>
    <message>
        <source>为什么</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>原</source>
        <translation>was</translation>
    </message>
    <message>
        <source>只补充经过，内容不变。</source>
        <translation>Only its history grows; nothing else changes.</translation>
    </message>
    <message>
        <source>可以填</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>填的是</source>
        <translation>Typed</translation>
    </message>
    <message>
        <source>对方撤回了这条记录，导入后列表里不再显示。</source>
        <translation>The sender withdrew this record; lists will no longer show it.</translation>
    </message>
    <message>
        <source>改了什么</source>
        <translation>What changes</translation>
    </message>
    <message>
        <source>新</source>
        <translation>new</translation>
    </message>
    <message>
        <source>显示遮住的号码</source>
        <translation>Show masked numbers</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>这一行留出，不进账本；以后再导入同一个文件就会收进来。</source>
        <translation>This row stays out of the ledger; importing the file again takes it in.</translation>
    </message>
</context>
<context>
    <name>DoubtsDialog</name>
    <message>
        <source>先不导出  Esc</source>
        <translation>Do not export  Esc</translation>
    </message>
    <message>
        <source>公示前请看这 {count} 处</source>
        <translation>Look at {count} places before posting</translation>
    </message>
    <message>
        <source>打开这条记录</source>
        <translation>Open this record</translation>
    </message>
    <message>
        <source>看过了，仍然导出…</source>
        <translation>Looked at: export all the same…</translation>
    </message>
    <message>
        <source>这些文字像证件号、电话或账号，程序没有把握全遮住。名册里没有的姓名、外号，程序认不出来，也请留意。</source>
        <translation>These texts look like ID numbers, telephones or accounts that the mask may not cover. Names and nicknames that no register has cannot be found; look for them too.</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>松开鼠标，查看这些文件能导入什么</source>
        <translation>Release to see what these files hold</translation>
    </message>
    <message>
        <source>要附照片或文件，请先打开一条走访或问题，再拖进来</source>
        <translation>To attach photos or files, open a visit or an issue first, then drop them</translation>
    </message>
</context>
<context>
    <name>ExchangePage</name>
    <message>
        <source>Excel 工作簿和附件包 (*.xlsx *.zip)</source>
        <translation>Excel workbooks and archives of attachments (*.xlsx *.zip)</translation>
    </message>
    <message>
        <source>{file} 不是走访通导出的，可以当作台账取入。请点一下这份表一行记的是哪一种。</source>
        <translation>{file} was not exported by this program but can be taken in as a ledger. Say what a row of it is.</translation>
    </message>
    <message>
        <source>交换</source>
        <translation>Exchange</translation>
    </message>
    <message>
        <source>取数：取入原有的台账…</source>
        <translation>Take in an existing ledger…</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>已重新导入，涉及 {count} 条记录</source>
        <translation>Imported again; {count} records touched</translation>
    </message>
    <message>
        <source>把收到的工作簿和附件包（.zip）拖到这里，可以放多个。先预览，再导入。</source>
        <translation>Drop received workbooks and archives of attachments (.zip) here, several at once. Preview first, then import.</translation>
    </message>
    <message>
        <source>选择文件…</source>
        <translation>Choose files…</translation>
    </message>
    <message>
        <source>选择要导入的工作簿</source>
        <translation>Choose workbooks to import</translation>
    </message>
</context>
<context>
    <name>ExchangeTableModel</name>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>对方</source>
        <translation>Partner</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>in</translation>
    </message>
    <message>
        <source>导出</source>
        <translation>out</translation>
    </message>
    <message>
        <source>已导入</source>
        <translation>imported</translation>
    </message>
    <message>
        <source>已导出</source>
        <translation>exported</translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation>undone</translation>
    </message>
    <message>
        <source>往来</source>
        <translation>Way</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>留存</source>
        <translation>for keeping</translation>
    </message>
    <message>
        <source>经办人</source>
        <translation>By</translation>
    </message>
</context>
<context>
    <name>ExchangeViews</name>
    <message>
        <source>交换</source>
        <translation>Exchange</translation>
    </message>
    <message>
        <source>冲突</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>冲突 {count}</source>
        <translation>Conflicts {count}</translation>
    </message>
    <message>
        <source>回执</source>
        <translation>Receipts</translation>
    </message>
    <message>
        <source>导出和导入</source>
        <translation>Export and import</translation>
    </message>
</context>
<context>
    <name>Exchanges</name>
    <message>
        <source>{content}，有密码</source>
        <translation>{content}, sealed</translation>
    </message>
    <message>
        <source>全部 {count} 条</source>
        <translation>all {count} records</translation>
    </message>
    <message>
        <source>冲突 {count}</source>
        <translation>conflicts {count}</translation>
    </message>
    <message>
        <source>手工改动 {count}</source>
        <translation>by hand {count}</translation>
    </message>
    <message>
        <source>新内容 {count} 条</source>
        <translation>{count} records with news</translation>
    </message>
    <message>
        <source>新增 {count}</source>
        <translation>new {count}</translation>
    </message>
    <message>
        <source>更新 {count}</source>
        <translation>changed {count}</translation>
    </message>
    <message>
        <source>未采用 {count}</source>
        <translation>not taken {count}</translation>
    </message>
    <message>
        <source>没有改动记录</source>
        <translation>no record changed</translation>
    </message>
    <message>
        <source>留出 {count}</source>
        <translation>left out {count}</translation>
    </message>
</context>
<context>
    <name>ExportCard</name>
    <message>
        <source>{count} 条有新答复</source>
        <translation>{count} with new answers</translation>
    </message>
    <message>
        <source>{count} 条记录有新内容，还没有导出给{town}。</source>
        <translation>{count} records have changes not yet exported to {town}.</translation>
    </message>
    <message>
        <source>{office}-公示-{day}</source>
        <translation>{office}-public notice-{day}</translation>
    </message>
    <message>
        <source>{office}-答复{village}-{day}</source>
        <translation>{office}-answer to {village}-{day}</translation>
    </message>
    <message>
        <source>{office}-走访问题-{day}</source>
        <translation>{office}-visits and issues-{day}</translation>
    </message>
    <message>
        <source>上次导出 {when}</source>
        <translation>last exported {when}</translation>
    </message>
    <message>
        <source>上次导出以后没有新内容。</source>
        <translation>Nothing new since the last export.</translation>
    </message>
    <message>
        <source>上次导出：{when}，{file}</source>
        <translation>Last export: {when}, {file}</translation>
    </message>
    <message>
        <source>全选</source>
        <translation>All</translation>
    </message>
    <message>
        <source>全部导出</source>
        <translation>Everything</translation>
    </message>
    <message>
        <source>公示导出…</source>
        <translation>For posting…</translation>
    </message>
    <message>
        <source>只导出{partner}还没有收到的</source>
        <translation>Only what {partner} has not received</translation>
    </message>
    <message>
        <source>姓名只留姓氏，不含证件号、电话和家庭情况；不能再导入。</source>
        <translation>Family names only; no ID numbers, phones or household details; cannot be imported.</translation>
    </message>
    <message>
        <source>导出 {count} 个村的答复…</source>
        <translation>Export answers to {count} villages…</translation>
    </message>
    <message>
        <source>导出上报</source>
        <translation>Report to the town</translation>
    </message>
    <message>
        <source>导出上报…</source>
        <translation>Export report…</translation>
    </message>
    <message>
        <source>导出答复</source>
        <translation>Answer the villages</translation>
    </message>
    <message>
        <source>导出答复…</source>
        <translation>Export answers…</translation>
    </message>
    <message>
        <source>导出给哪些村</source>
        <translation>Villages to export to</translation>
    </message>
    <message>
        <source>村里</source>
        <translation>the village</translation>
    </message>
    <message>
        <source>每个村一个文件，只含本村的记录。</source>
        <translation>One file per village, with its own records only.</translation>
    </message>
    <message>
        <source>还没有收到各村的工作簿。先导入，再导出答复。</source>
        <translation>No village workbooks yet. Import first, then export answers.</translation>
    </message>
    <message>
        <source>还没有记录可以导出。</source>
        <translation>There are no records to export yet.</translation>
    </message>
    <message>
        <source>镇里</source>
        <translation>the town</translation>
    </message>
    <message>
        <source>附件一起导出（另存一个同名的 .zip）</source>
        <translation>Export attachments along (in a .zip of the same name)</translation>
    </message>
</context>
<context>
    <name>FaultDialog</name>
    <message>
        <source>再三出现时，把下面的错误信息发给维护人员。里面没有姓名、电话、证件号这些内容。</source>
        <translation>If it comes again, send the report below to whoever looks after the program. It holds no names, phones or ID numbers.</translation>
    </message>
    <message>
        <source>复制错误信息</source>
        <translation>Copy the report</translation>
    </message>
    <message>
        <source>已保存的内容不受影响。请看一下最后一步的结果，需要时再做一次。</source>
        <translation>What was saved is safe. Please look at the result of your last step and repeat it if needed.</translation>
    </message>
    <message>
        <source>已复制</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>程序出错</source>
        <translation>Fault of the program</translation>
    </message>
    <message>
        <source>程序刚才出了一个错误，最后一步可能没有完成。</source>
        <translation>The program has made an error; your last step may not be complete.</translation>
    </message>
    <message>
        <source>给维护人员的错误信息</source>
        <translation>Report for whoever looks after the program</translation>
    </message>
    <message>
        <source>继续使用</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
</context>
<context>
    <name>FieldMenu</name>
    <message>
        <source>{field}（必填）</source>
        <translation>{field} (required)</translation>
    </message>
    <message>
        <source>{field}（现在是 {letter} 列）</source>
        <translation>{field} (now column {letter})</translation>
    </message>
    <message>
        <source>不取这一列</source>
        <translation>Leave this column out</translation>
    </message>
    <message>
        <source>这一列取作</source>
        <translation>This column goes to</translation>
    </message>
</context>
<context>
    <name>FieldModel</name>
    <message>
        <source>必填</source>
        <translation>required</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>必填</source>
        <translation>required</translation>
    </message>
</context>
<context>
    <name>FigureCards</name>
    <message>
        <source>按期办结率</source>
        <translation>Closed on time</translation>
    </message>
    <message>
        <source>满意率</source>
        <translation>Satisfaction</translation>
    </message>
    <message>
        <source>（{times} 次）</source>
        <translation> ({times} times)</translation>
    </message>
</context>
<context>
    <name>FigureChip</name>
    <message>
        <source>不再只看这个数字的问题</source>
        <translation>Show other issues too</translation>
    </message>
    <message>
        <source>统计数字</source>
        <translation>Number of the figures</translation>
    </message>
    <message>
        <source>统计：{words}</source>
        <translation>Figures: {words}</translation>
    </message>
</context>
<context>
    <name>FigureTables</name>
    <message>
        <source>合计</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>村</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>组/网格</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>责任人</source>
        <translation>Owner</translation>
    </message>
    <message>
        <source>问题类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>（未填）</source>
        <translation>(not given)</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>{first} 至 {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>分项表</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>月报存为表格…</source>
        <translation>Save the monthly report…</translation>
    </message>
    <message>
        <source>月报存到哪里</source>
        <translation>Where to save the monthly report</translation>
    </message>
    <message>
        <source>月报已存好：{place}</source>
        <translation>Monthly report saved: {place}</translation>
    </message>
    <message>
        <source>看什么</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>统计</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>请填起止日期：起始不晚于截止，也不晚于今天。</source>
        <translation>Give both days: the first not after the last, nor after today.</translation>
    </message>
</context>
<context>
    <name>FileChoosing</name>
    <message>
        <source>照片、扫描件和文档 ({patterns})</source>
        <translation>Photos, scans and documents ({patterns})</translation>
    </message>
    <message>
        <source>选择要添加的文件</source>
        <translation>Choose files to add</translation>
    </message>
</context>
<context>
    <name>FileTable</name>
    <message>
        <source>要导入的文件</source>
        <translation>Files to import</translation>
    </message>
</context>
<context>
    <name>FileTableModel</name>
    <message>
        <source>不变</source>
        <translation>Same</translation>
    </message>
    <message>
        <source>不导入</source>
        <translation>left out</translation>
    </message>
    <message>
        <source>不能导入</source>
        <translation>refused</translation>
    </message>
    <message>
        <source>冲突</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>可以导入</source>
        <translation>ready</translation>
    </message>
    <message>
        <source>可导入，留出 {count}</source>
        <translation>{count} left out</translation>
    </message>
    <message>
        <source>可导入，见说明</source>
        <translation>ready, see notes</translation>
    </message>
    <message>
        <source>可收 {count} 个附件</source>
        <translation>{count} attachments to take</translation>
    </message>
    <message>
        <source>导出时间</source>
        <translation>Exported</translation>
    </message>
    <message>
        <source>已导入</source>
        <translation>imported</translation>
    </message>
    <message>
        <source>已导入，留出 {count}</source>
        <translation>in, {count} left out</translation>
    </message>
    <message>
        <source>已导入，见说明</source>
        <translation>imported, see notes</translation>
    </message>
    <message>
        <source>情况</source>
        <translation>State</translation>
    </message>
    <message>
        <source>手工改动</source>
        <translation>Hand edits</translation>
    </message>
    <message>
        <source>收到 {count} 个附件</source>
        <translation>{count} attachments taken</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>New</translation>
    </message>
    <message>
        <source>无新内容，见说明</source>
        <translation>nothing new, see notes</translation>
    </message>
    <message>
        <source>更新</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>未采用</source>
        <translation>Not taken</translation>
    </message>
    <message>
        <source>来自</source>
        <translation>From</translation>
    </message>
    <message>
        <source>正在试读</source>
        <translation>being tried</translation>
    </message>
    <message>
        <source>没有新内容</source>
        <translation>nothing new</translation>
    </message>
    <message>
        <source>没有缺的附件</source>
        <translation>no attachment that is missing</translation>
    </message>
    <message>
        <source>要密码</source>
        <translation>needs password</translation>
    </message>
    <message>
        <source>附件包</source>
        <translation>attachments</translation>
    </message>
</context>
<context>
    <name>FilesPart</name>
    <message>
        <source>不加 {file}</source>
        <translation>Leave out {file}</translation>
    </message>
    <message>
        <source>也可以拖到这里，每个不超过 {limit} MB</source>
        <translation>or drop them here, each at most {limit} MB</translation>
    </message>
    <message>
        <source>添加照片或文件…</source>
        <translation>Add photos or files…</translation>
    </message>
</context>
<context>
    <name>FillPanel</name>
    <message>
        <source>全部行这样填</source>
        <translation>Fill all rows so</translation>
    </message>
    <message>
        <source>表里没有这些必填项的列。要么在“列”里指定一列，要么给全部行填同一个：</source>
        <translation>The file has no column for these required fields. Choose one under 'Columns', or give one value for all rows:</translation>
    </message>
</context>
<context>
    <name>FillingCard</name>
    <message>
        <source>上月</source>
        <translation>Last month</translation>
    </message>
    <message>
        <source>今年</source>
        <translation>This year</translation>
    </message>
    <message>
        <source>含个人信息：姓名、电话、身份证号、住址等完整填写</source>
        <translation>With personal data: names, phones, ID numbers, addresses in full</translation>
    </message>
    <message>
        <source>哪个时间的</source>
        <translation>Of which time</translation>
    </message>
    <message>
        <source>填好导出</source>
        <translation>Fill and export</translation>
    </message>
    <message>
        <source>填好并另存为…</source>
        <translation>Fill and save as…</translation>
    </message>
    <message>
        <source>本季度</source>
        <translation>This quarter</translation>
    </message>
    <message>
        <source>本月</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>自选</source>
        <translation>From … to</translation>
    </message>
    <message>
        <source>表头上写</source>
        <translation>Above the table</translation>
    </message>
    <message>
        <source>跟列表一样</source>
        <translation>As in the list</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>上月</source>
        <translation>Last month</translation>
    </message>
    <message>
        <source>不再办理</source>
        <translation>Not handled any more</translation>
    </message>
    <message>
        <source>临期</source>
        <translation>Due soon</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>全部时间</source>
        <translation>Any time</translation>
    </message>
    <message>
        <source>全部未销号</source>
        <translation>All not closed</translation>
    </message>
    <message>
        <source>全部灯</source>
        <translation>Any light</translation>
    </message>
    <message>
        <source>共 {count} 条</source>
        <translation>{count} in all</translation>
    </message>
    <message>
        <source>去年</source>
        <translation>Last year</translation>
    </message>
    <message>
        <source>已销号</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>常用筛选</source>
        <translation>Saved filters</translation>
    </message>
    <message>
        <source>收起条件</source>
        <translation>Fewer filters</translation>
    </message>
    <message>
        <source>更多条件</source>
        <translation>More filters</translation>
    </message>
    <message>
        <source>本年</source>
        <translation>This year</translation>
    </message>
    <message>
        <source>本月</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>正在查找…</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>清除文字</source>
        <translation>Clear the words</translation>
    </message>
    <message>
        <source>清除筛选</source>
        <translation>Clear filters</translation>
    </message>
    <message>
        <source>筛选文字</source>
        <translation>Filter by words</translation>
    </message>
    <message>
        <source>筛选文字 /</source>
        <translation>Filter by words /</translation>
    </message>
    <message>
        <source>自定义…</source>
        <translation>Between…</translation>
    </message>
    <message>
        <source>逾期</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>逾期和临期</source>
        <translation>Overdue and due soon</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>{row}等 {count} 处</source>
        <translation>{row} and more, {count} in all</translation>
    </message>
    <message>
        <source>与账本里的“{title}”{why}</source>
        <translation>{why} as '{title}' in the ledger</translation>
    </message>
    <message>
        <source>全部不取</source>
        <translation>Leave all out</translation>
    </message>
    <message>
        <source>全部取入</source>
        <translation>Take all in</translation>
    </message>
    <message>
        <source>名册里只有这个号码对得上：{number}，请核对证件。</source>
        <translation> The register has one number that fits: {number}. Compare it with the card.</translation>
    </message>
    <message>
        <source>整张表</source>
        <translation>Whole table</translation>
    </message>
    <message>
        <source>整行</source>
        <translation>whole row</translation>
    </message>
    <message>
        <source>有误的格子</source>
        <translation>Cells at fault</translation>
    </message>
    <message>
        <source>略过的行</source>
        <translation>Rows passed over</translation>
    </message>
    <message>
        <source>看已有的记录</source>
        <translation>Show the record</translation>
    </message>
    <message>
        <source>第 {at} 处，共 {total} 处，再点看下一处。</source>
        <translation> {at} of {total}; once more for the next.</translation>
    </message>
    <message>
        <source>读法与原文不同的格子</source>
        <translation>Cells read otherwise than written</translation>
    </message>
    <message>
        <source>账本里可能已有的行，打钩的仍取入</source>
        <translation>Rows the ledger may have already; ticked ones are taken in</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>12 位数字；镇的末三位是 000，村的不是</source>
        <translation>12 digits; those of a town end in 000</translation>
    </message>
    <message>
        <source>从名单里查找</source>
        <translation>Find it in the list</translation>
    </message>
    <message>
        <source>先建一本账</source>
        <translation>Begin a ledger</translation>
    </message>
    <message>
        <source>名单里没有，手工填写</source>
        <translation>Not in the list: type it in</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Your name</translation>
    </message>
    <message>
        <source>建立账本</source>
        <translation>Begin the ledger</translation>
    </message>
    <message>
        <source>所属乡镇</source>
        <translation>Town</translation>
    </message>
    <message>
        <source>村（社区）</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>汇总各村，办理问题，
答复各村</source>
        <translation>Collects from villages, handles
issues, answers</translation>
    </message>
    <message>
        <source>第一次使用 · 走访通</source>
        <translation>First start · Zoufang</translation>
    </message>
    <message>
        <source>编码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>记走访，报问题，
导出给镇里</source>
        <translation>Records visits and issues,
reports to the town</translation>
    </message>
    <message>
        <source>说明这本账是哪个单位的、谁来记，就可以开始。数据只存在这台电脑上，不联网。</source>
        <translation>Say which office the ledger belongs to and who writes it. The data stays on this computer.</translation>
    </message>
    <message>
        <source>请从找到的单位里选一个；名单里没有的，可以手工填写。</source>
        <translation>Choose one of the offices found, or type it in.</translation>
    </message>
    <message>
        <source>镇（乡、街道）</source>
        <translation>Town</translation>
    </message>
</context>
<context>
    <name>Forgotten</name>
    <message>
        <source>忘了密码</source>
        <translation>Forgotten</translation>
    </message>
    <message>
        <source>恢复码</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>恢复码：六组，每组五个，大小写都可以</source>
        <translation>Recovery code: six groups of five, capitals or not</translation>
    </message>
    <message>
        <source>用新密码打开</source>
        <translation>Open with the new password</translation>
    </message>
    <message>
        <source>请照恢复单输入恢复码，再定一个新密码。旧密码和这张恢复单从此作废。</source>
        <translation>Type the code from the recovery sheet and choose a new password. The old password and this sheet are void from then on.</translation>
    </message>
    <message>
        <source>返回输入密码</source>
        <translation>Back to the password</translation>
    </message>
</context>
<context>
    <name>FormGrid</name>
    <message>
        <source>{heading}填什么</source>
        <translation>What goes into {heading}</translation>
    </message>
    <message>
        <source>不填</source>
        <translation>Nothing</translation>
    </message>
    <message>
        <source>保持原样</source>
        <translation>Left as it is</translation>
    </message>
    <message>
        <source>填什么</source>
        <translation>Filled with</translation>
    </message>
    <message>
        <source>序号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>有两栏填它</source>
        <translation>In two columns</translation>
    </message>
    <message>
        <source>猜的，请核对</source>
        <translation>A guess; please check</translation>
    </message>
    <message>
        <source>表样的样子，表头下面选各栏填什么</source>
        <translation>The form as it looks; below the headings choose what goes into each column</translation>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message>
        <source>以前收到过，这之后还有新的没有收到</source>
        <translation>something came before, newer is missing</translation>
    </message>
    <message>
        <source>到这个月为止还没有收到过</source>
        <translation>nothing has come up to this month</translation>
    </message>
    <message>
        <source>已收</source>
        <translation>received</translation>
    </message>
    <message>
        <source>手改</source>
        <translation>by hand</translation>
    </message>
    <message>
        <source>收到了，文件里有手工改动</source>
        <translation>received, with changes by hand</translation>
    </message>
    <message>
        <source>村</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>缺</source>
        <translation>missing</translation>
    </message>
    <message>
        <source>过期</source>
        <translation>stale</translation>
    </message>
    <message>
        <source>这个月收到了它的文件</source>
        <translation>its file came this month</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>各村各月的上报</source>
        <translation>Reports by village and month</translation>
    </message>
</context>
<context>
    <name>Handover</name>
    <message>
        <source>公示表存到哪里</source>
        <translation>Where to save the public notice</translation>
    </message>
    <message>
        <source>公示表已写好，共 {count} 条。张贴前请再看一遍文字内容：{place}</source>
        <translation>Public notice of {count} records written. Read its texts once more before you post it: {place}</translation>
    </message>
    <message>
        <source>导出到哪里</source>
        <translation>Where to export to</translation>
    </message>
    <message>
        <source>已取消，已写好的 {files} 个文件留在 {place}</source>
        <translation>Cancelled; {files} finished files stay in {place}</translation>
    </message>
    <message>
        <source>已导出 {count} 条记录：{place}</source>
        <translation>{count} records exported: {place}</translation>
    </message>
    <message>
        <source>已导出 {files} 个文件、{count} 条记录，在 {place}</source>
        <translation>{files} files with {count} records exported to {place}</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>正在写公示表</source>
        <translation>Writing the public notice</translation>
    </message>
    <message>
        <source>正在导出</source>
        <translation>Exporting</translation>
    </message>
    <message>
        <source>正在查看公示的文字</source>
        <translation>Looking through the texts to be posted</translation>
    </message>
    <message>
        <source>；另有 {count} 个附件本机也没有文件</source>
        <translation>; {count} more attachments have no file here either</translation>
    </message>
    <message>
        <source>；附件 {files} 个在 {archives} 个 .zip 里，要一起发</source>
        <translation>; {files} attachments in {archives} .zip files, to be sent along</translation>
    </message>
    <message>
        <source>；附件 {files} 个在 {archive}，要一起发</source>
        <translation>; {files} attachments in {archive}, to be sent along</translation>
    </message>
</context>
<context>
    <name>HeadDialog</name>
    <message>
        <source>在新户主那一行点“设为户主”，其他人的关系会跟着推出来，请核对。户编号不变，原来的走访都在。</source>
        <translation>Press "Make head" in the row of the new head; the relations of the others follow, check them. The household number and its visits stay.</translation>
    </message>
    <message>
        <source>户主已换</source>
        <translation>Head changed</translation>
    </message>
    <message>
        <source>换户主</source>
        <translation>Change head</translation>
    </message>
    <message>
        <source>每户要有一个户主。</source>
        <translation>Each household needs one head.</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>关闭帮助</source>
        <translation>Close the help</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>帮助 · {page}</source>
        <translation>Help · {page}</translation>
    </message>
</context>
<context>
    <name>HistoryCard</name>
    <message>
        <source>往来记录</source>
        <translation>Exchanges</translation>
    </message>
    <message>
        <source>撤销这次导入</source>
        <translation>Undo this import</translation>
    </message>
    <message>
        <source>还没有导出或导入过文件。</source>
        <translation>Nothing has been exported or imported yet.</translation>
    </message>
    <message>
        <source>重新导入</source>
        <translation>Import again</translation>
    </message>
</context>
<context>
    <name>HouseholdCard</name>
    <message>
        <source>{count}口人</source>
        <translation>{count} people</translation>
    </message>
    <message>
        <source>{name}家</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>一并记录进展</source>
        <translation>Note progress too</translation>
    </message>
    <message>
        <source>上次走访</source>
        <translation>Last visits</translation>
    </message>
    <message>
        <source>在“走访对象”里输入姓名、拼音首字母、电话或户编号。选好以后，这里显示上次走访和没有销号的问题。</source>
        <translation>Type a name, its pinyin initials, a phone or a household number as the one visited. Here you then see the last visits and the open issues.</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>未销号问题 {count}</source>
        <translation>Open issues: {count}</translation>
    </message>
    <message>
        <source>没有未销号的问题。</source>
        <translation>No open issues.</translation>
    </message>
    <message>
        <source>还没有走访过。</source>
        <translation>Not visited yet.</translation>
    </message>
    <message>
        <source>这一户</source>
        <translation>This household</translation>
    </message>
</context>
<context>
    <name>ImportRows</name>
    <message>
        <source>{cell} 格</source>
        <translation>cell {cell}</translation>
    </message>
    <message>
        <source>{label}：{before} → {after}</source>
        <translation>{label}: {before} → {after}</translation>
    </message>
    <message>
        <source>{names}等 {count} 项</source>
        <translation>{names} … {count} fields</translation>
    </message>
    <message>
        <source>冲突</source>
        <translation>conflict</translation>
    </message>
    <message>
        <source>只补充经过，内容不变</source>
        <translation>only its history grows</translation>
    </message>
    <message>
        <source>对方撤回了这条记录</source>
        <translation>withdrawn by the sender</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>整行</source>
        <translation>whole row</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>new</translation>
    </message>
    <message>
        <source>更改</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>未采用</source>
        <translation>not taken</translation>
    </message>
    <message>
        <source>留出</source>
        <translation>left out</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>表格第 {row} 行</source>
        <translation>row {row}</translation>
    </message>
    <message>
        <source>表格里</source>
        <translation>in the sheet</translation>
    </message>
</context>
<context>
    <name>IndexRenewal</name>
    <message>
        <source>检索已更新</source>
        <translation>Search is up to date</translation>
    </message>
    <message>
        <source>正在更新检索，更新完以前有的记录可能搜不到</source>
        <translation>Renewing the search index; until then some records may not be found</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>不撤销</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>仍要撤销</source>
        <translation>Undo anyway</translation>
    </message>
    <message>
        <source>导入之后，本单位在这些记录上又做了 {count} 处改动。撤销后这些改动会保留，但先不显示，等文件再次导入时恢复。</source>
        <translation>Since the import your office made {count} changes to these records. They are kept but not shown until the file is imported again.</translation>
    </message>
    <message>
        <source>已撤销导入，涉及 {count} 条记录</source>
        <translation>Import undone; {count} records touched</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>正在导入</source>
        <translation>Importing</translation>
    </message>
    <message>
        <source>正在导入，完成后再放入新的文件。</source>
        <translation>An import is running; add files when it is done.</translation>
    </message>
    <message>
        <source>正在试读</source>
        <translation>Trying out</translation>
    </message>
</context>
<context>
    <name>IntakeWizard</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>已取消读取，账本没有改动。</source>
        <translation>Reading was cancelled; the ledger is unchanged.</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>正在读取 {file}，账本没有改动。</source>
        <translation>Reading {file}; the ledger is unchanged.</translation>
    </message>
</context>
<context>
    <name>IntakeWords</name>
    <message>
        <source>{sheet} 第 {row} 行</source>
        <translation>{sheet} row {row}</translation>
    </message>
    <message>
        <source>不取</source>
        <translation>left out</translation>
    </message>
    <message>
        <source>列标题</source>
        <translation>headings</translation>
    </message>
    <message>
        <source>取入</source>
        <translation>taken in</translation>
    </message>
    <message>
        <source>合计</source>
        <translation>total</translation>
    </message>
    <message>
        <source>已改</source>
        <translation>set</translation>
    </message>
    <message>
        <source>已有</source>
        <translation>known</translation>
    </message>
    <message>
        <source>户内</source>
        <translation>member</translation>
    </message>
    <message>
        <source>推测</source>
        <translation>guess</translation>
    </message>
    <message>
        <source>有误</source>
        <translation>at fault</translation>
    </message>
    <message>
        <source>略过</source>
        <translation>passed</translation>
    </message>
    <message>
        <source>第 {row} 行</source>
        <translation>Row {row}</translation>
    </message>
    <message>
        <source>签字</source>
        <translation>signature</translation>
    </message>
    <message>
        <source>表题</source>
        <translation>title</translation>
    </message>
    <message>
        <source>记得</source>
        <translation>learnt</translation>
    </message>
    <message>
        <source>（空）</source>
        <translation>(empty)</translation>
    </message>
</context>
<context>
    <name>IssueLines</name>
    <message>
        <source>不加了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>再加一条问题  Alt+I</source>
        <translation>Add another issue  Alt+I</translation>
    </message>
    <message>
        <source>删</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>加一条问题  Alt+I</source>
        <translation>Add an issue  Alt+I</translation>
    </message>
    <message>
        <source>加入这条问题</source>
        <translation>Add this issue</translation>
    </message>
    <message>
        <source>改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Issues</translation>
    </message>
    <message>
        <source>问题 ({count})</source>
        <translation>Issues ({count})</translation>
    </message>
</context>
<context>
    <name>IssuePrinting</name>
    <message>
        <source>{form}（{count} 件）</source>
        <translation>{form} ({count})</translation>
    </message>
    <message>
        <source>{form}（选中的）</source>
        <translation>{form} (selected)</translation>
    </message>
    <message>
        <source>交接单：{owner}的全部未销号问题</source>
        <translation>Hand-over: all open issues of {owner}</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>清单：现在列出的全部</source>
        <translation>List: all that is shown</translation>
    </message>
    <message>
        <source>清单：选中的 {count} 件</source>
        <translation>List: the {count} selected</translation>
    </message>
</context>
<context>
    <name>IssuesPage</name>
    <message>
        <source>任务清单</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>全部办结方式</source>
        <translation>Any completion</translation>
    </message>
    <message>
        <source>全部来源</source>
        <translation>Any source</translation>
    </message>
    <message>
        <source>全部状态</source>
        <translation>Any status</translation>
    </message>
    <message>
        <source>全部类别</source>
        <translation>Any category</translation>
    </message>
    <message>
        <source>全部缓急</source>
        <translation>Any urgency</translation>
    </message>
    <message>
        <source>全部责任人</source>
        <translation>Anybody in charge</translation>
    </message>
    <message>
        <source>全部问题，新的在前</source>
        <translation>All issues, newest first</translation>
    </message>
    <message>
        <source>复号过</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>已交办、未销号，按责任人排</source>
        <translation>Assigned and open, by person in charge</translation>
    </message>
    <message>
        <source>已交办、未销号，时限近的在前</source>
        <translation>Assigned and open, by deadline</translation>
    </message>
    <message>
        <source>已销号，新的在前</source>
        <translation>Closed, latest first</translation>
    </message>
    <message>
        <source>延期过</source>
        <translation>Extended</translation>
    </message>
    <message>
        <source>延期过又复号</source>
        <translation>Extended and reopened</translation>
    </message>
    <message>
        <source>时间按回头看</source>
        <translation>Time: look-back on</translation>
    </message>
    <message>
        <source>时间按完成日期</source>
        <translation>Time: completed on</translation>
    </message>
    <message>
        <source>时间按完成时限</source>
        <translation>Period by deadline</translation>
    </message>
    <message>
        <source>时间按收集日期</source>
        <translation>Period by day raised</translation>
    </message>
    <message>
        <source>时间按销号日期</source>
        <translation>Period by day closed</translation>
    </message>
    <message>
        <source>是否延期、复号</source>
        <translation>Extended, reopened</translation>
    </message>
    <message>
        <source>是否督办</source>
        <translation>Any supervision</translation>
    </message>
    <message>
        <source>责任清单</source>
        <translation>Duties</translation>
    </message>
    <message>
        <source>这里是问题清单：每个问题都跟到销号为止。走访中列入清单的问题会自动出现在这里。</source>
        <translation>The list of issues: each is followed until it is closed. Issues put on the list at a visit appear here by themselves.</translation>
    </message>
    <message>
        <source>销号清单</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Issues</translation>
    </message>
    <message>
        <source>问题清单</source>
        <translation>Issues</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>备份的第二个位置 {folder} 现在不在；接上后会自动补上，本机的备份照常。</source>
        <translation>The second place for backups, {folder}, is not there now; it is made up for when it is back. Backups here go on.</translation>
    </message>
    <message>
        <source>备份的第二个位置接上了，已经补上。</source>
        <translation>The second place for backups is back and has been brought up to date.</translation>
    </message>
</context>
<context>
    <name>LightColours</name>
    <message>
        <source>{light}灯的颜色</source>
        <translation>Colour of {light}</translation>
    </message>
</context>
<context>
    <name>ListHead</name>
    <message>
        <source>取数…</source>
        <translation>Take in…</translation>
    </message>
    <message>
        <source>把列表里的记录填进本单位自己的空表</source>
        <translation>Fill an empty form of your office with the records of the list</translation>
    </message>
    <message>
        <source>把原有的 Excel 台账取进来，不用重打</source>
        <translation>Take in an existing Excel ledger without retyping it</translation>
    </message>
    <message>
        <source>按{column}升序</source>
        <translation>By {column}, ascending</translation>
    </message>
    <message>
        <source>按{column}降序</source>
        <translation>By {column}, descending</translation>
    </message>
    <message>
        <source>按表样导出…</source>
        <translation>Fill a form…</translation>
    </message>
    <message>
        <source>清单</source>
        <translation>List</translation>
    </message>
</context>
<context>
    <name>LongText</name>
    <message>
        <source>显示全部（{count} 字）</source>
        <translation>Show all ({count} characters)</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>{count} 列是推测的，请核对带“?”的列。</source>
        <translation> {count} columns are guessed: check those with a '?'.</translation>
    </message>
    <message>
        <source>{count} 行有误，先不取。</source>
        <translation> {count} rows at fault are held back.</translation>
    </message>
    <message>
        <source>{count} 行账本里可能已有，打钩的才取。</source>
        <translation> {count} rows may be in the ledger already; only ticked ones are taken in.</translation>
    </message>
    <message>
        <source>取数：{file}（{kind}）</source>
        <translation>Take in: {file} ({kind})</translation>
    </message>
    <message>
        <source>已取入 {count} 条，{left} 行未取入。</source>
        <translation>{count} records taken in, {left} rows left out.</translation>
    </message>
    <message>
        <source>找到 {rows} 行记录，取入 {count} 行。</source>
        <translation>{rows} rows found, {count} to be taken in.</translation>
    </message>
    <message>
        <source>缺少：{fields}。先在“缺项”里补上，或在“列”里指定一列。</source>
        <translation>Lacking: {fields}. Fill them in under 'Lacking', or choose a column under 'Columns'.</translation>
    </message>
    <message>
        <source>这种表以前取过，列的对应记得。</source>
        <translation> A file of this make was taken in before; its columns are remembered.</translation>
    </message>
</context>
<context>
    <name>LookView</name>
    <message>
        <source>列</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>可能已有</source>
        <translation>Known</translation>
    </message>
    <message>
        <source>文件里的表</source>
        <translation>Tables of the file</translation>
    </message>
    <message>
        <source>略过</source>
        <translation>Passed</translation>
    </message>
    <message>
        <source>缺项</source>
        <translation>Lacking</translation>
    </message>
    <message>
        <source>读作</source>
        <translation>Read as</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Faults</translation>
    </message>
</context>
<context>
    <name>MachineFaultDialog</name>
    <message>
        <source>先不动，继续看</source>
        <translation>Leave it for now</translation>
    </message>
    <message>
        <source>看看怎样恢复</source>
        <translation>See what can be saved</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>读不出账本</source>
        <translation>The ledger cannot be read</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{count} 个编号重复</source>
        <translation>{count} shared numbers</translation>
    </message>
    <message>
        <source>{count} 件逾期</source>
        <translation>{count} overdue</translation>
    </message>
    <message>
        <source>{count} 处冲突</source>
        <translation>{count} conflicts</translation>
    </message>
    <message>
        <source>{count} 条要交出去</source>
        <translation>{count} to hand over</translation>
    </message>
    <message>
        <source>{moment} 已备份</source>
        <translation>backed up {moment}</translation>
    </message>
    <message>
        <source>{office} · 走访通</source>
        <translation>{office} · Zoufang</translation>
    </message>
    <message>
        <source>账本 {office}</source>
        <translation>Ledger {office}</translation>
    </message>
</context>
<context>
    <name>ManyBar</name>
    <message>
        <source>全选</source>
        <translation>Select all</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>Handle</translation>
    </message>
    <message>
        <source>办理这 {count} 条</source>
        <translation>Handle these {count}</translation>
    </message>
    <message>
        <source>取消选择  Esc</source>
        <translation>Clear selection  Esc</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>已选 {count} 条</source>
        <translation>{count} selected</translation>
    </message>
    <message>
        <source>按显示的列复制成表格，可粘贴到 Excel  Ctrl+C</source>
        <translation>Copy the columns shown as a table for Excel  Ctrl+C</translation>
    </message>
    <message>
        <source>选中找到的全部  Ctrl+A</source>
        <translation>Select everything found  Ctrl+A</translation>
    </message>
</context>
<context>
    <name>ManyPreview</name>
    <message>
        <source>{able} 个可以办。{unable} 个不能办，列在最后并写明原因，不会改动。</source>
        <translation>{able} can be done. {unable} cannot; they stand last with the reason and are left alone.</translation>
    </message>
    <message>
        <source>{able} 个都可以办。</source>
        <translation>All {able} can be done.</translation>
    </message>
    <message>
        <source>{act}：{count} 个问题</source>
        <translation>{act}: {count} issues</translation>
    </message>
    <message>
        <source>{unable} 个都不能办，原因写在后面。</source>
        <translation>None of {unable} can be done; see the reasons.</translation>
    </message>
    <message>
        <source>不办了</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>对 {count} 个问题{act}</source>
        <translation>{act}: {count} issues</translation>
    </message>
    <message>
        <source>没有找到这个问题。</source>
        <translation>No such issue.</translation>
    </message>
    <message>
        <source>返回修改</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>ManySteps</name>
    <message>
        <source>{act}：{count} 个问题</source>
        <translation>{act}: {count} issues</translation>
    </message>
    <message>
        <source>下一步：预览</source>
        <translation>Next: preview</translation>
    </message>
    <message>
        <source>填一次，用于全部选中的问题；空着的项，各个问题保持原来的内容。</source>
        <translation>Filled in once for all issues selected; what is left empty stays as it is in each.</translation>
    </message>
    <message>
        <source>填写</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>填写时限、责任人等…</source>
        <translation>Fill in deadline, person in charge…</translation>
    </message>
    <message>
        <source>已对 {count} 个问题{act}</source>
        <translation>{act}: {count} issues done</translation>
    </message>
    <message>
        <source>正在对选中的问题{act}</source>
        <translation>{act}: working on the selected issues</translation>
    </message>
    <message>
        <source>直接填写还没有交办的问题；已交办的，时限和责任人要办理。</source>
        <translation>For issues not assigned yet; once assigned, deadline and person are changed by a step.</translation>
    </message>
    <message>
        <source>，{left} 个没有改动</source>
        <translation>, {left} left alone</translation>
    </message>
</context>
<context>
    <name>MarkedCopy</name>
    <message>
        <source>{name}-标注.xlsx</source>
        <translation>{name}-marked.xlsx</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>标注副本存到哪里</source>
        <translation>Where to save the marked copy</translation>
    </message>
    <message>
        <source>标注副本已存好，有误的格子标了颜色和原因：{place}</source>
        <translation>Marked copy saved, with the cells at fault coloured and explained: {place}</translation>
    </message>
</context>
<context>
    <name>MemberGrid</name>
    <message>
        <source>{name}今后与户主关系</source>
        <translation>Relation of {name} to the head from now on</translation>
    </message>
    <message>
        <source>{name}分出去</source>
        <translation>{name} moves out</translation>
    </message>
    <message>
        <source>{name}设为户主</source>
        <translation>Make {name} head</translation>
    </message>
    <message>
        <source>今后与户主关系</source>
        <translation>Relation from now on</translation>
    </message>
    <message>
        <source>分出去</source>
        <translation>Moves out</translation>
    </message>
    <message>
        <source>原来</source>
        <translation>So far</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>设为户主</source>
        <translation>Make head</translation>
    </message>
    <message>
        <source>请先选户主，并填好这些人与户主的关系：{names}</source>
        <translation>Choose a head and say what these are to the head: {names}</translation>
    </message>
    <message>
        <source>请填写</source>
        <translation>Please fill in</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>保留：{title}</source>
        <translation>Keep: {title}</translation>
    </message>
    <message>
        <source>右边一条会撤回，经过仍然保留；合并可以撤销。</source>
        <translation>The one on the right is withdrawn, its history stays; the merge can be undone.</translation>
    </message>
    <message>
        <source>合并</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>合并前比较</source>
        <translation>Comparing before a merge</translation>
    </message>
    <message>
        <source>合并重复的{kind}</source>
        <translation>Merge duplicates: {kind}</translation>
    </message>
    <message>
        <source>左右对调</source>
        <translation>Swap sides</translation>
    </message>
    <message>
        <source>已合并</source>
        <translation>Merged</translation>
    </message>
    <message>
        <source>找到 {count} 条：</source>
        <translation>{count} found:</translation>
    </message>
    <message>
        <source>查找要并进来的一条</source>
        <translation>Find the record to be merged</translation>
    </message>
    <message>
        <source>查找要并进来的一条：姓名、编号或电话的一部分</source>
        <translation>Find the record to be merged: part of a name, number or phone</translation>
    </message>
    <message>
        <source>没有发现疑似重复的，可以在上面查找。</source>
        <translation>No likely duplicate was found; look for one above.</translation>
    </message>
    <message>
        <source>没有找到。</source>
        <translation>Nothing found.</translation>
    </message>
    <message>
        <source>疑似重复：</source>
        <translation>Likely duplicates:</translation>
    </message>
    <message>
        <source>要并进来的一条</source>
        <translation>Record to be merged</translation>
    </message>
    <message>
        <source>那一户的人员并到左边，它的户编号记为曾用户编号，原来的走访都能查到。</source>
        <translation> Its members move to the left one, its number is kept among the former numbers, and its visits are still found.</translation>
    </message>
</context>
<context>
    <name>NamesakeCard</name>
    <message>
        <source>两件问题用了同一个编号</source>
        <translation>Two issues have the same number</translation>
    </message>
    <message>
        <source>先登记的，编号不变</source>
        <translation>Entered first, keeps its number</translation>
    </message>
    <message>
        <source>后登记的</source>
        <translation>Entered later</translation>
    </message>
    <message>
        <source>打开记录</source>
        <translation>Open the record</translation>
    </message>
    <message>
        <source>改为新编号 →</source>
        <translation>Give a new number →</translation>
    </message>
    <message>
        <source>村里两台电脑各自编号，就会这样。按 → 给后登记的换一个新编号，结果随交换文件到达各处。</source>
        <translation>Two computers of a village that count apart do this. → gives the later one a new number; it reaches everybody with the next workbooks.</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
    <message>
        <source>页面</source>
        <translation>Pages</translation>
    </message>
</context>
<context>
    <name>NewAcquaintance</name>
    <message>
        <source>仍然新建</source>
        <translation>Make it anyway</translation>
    </message>
    <message>
        <source>名册里可能已经有了（{why}）：{title} {hint}</source>
        <translation>Perhaps already in the register ({why}): {title} {hint}</translation>
    </message>
    <message>
        <source>就是这一个</source>
        <translation>It is this one</translation>
    </message>
    <message>
        <source>已新建{label}</source>
        <translation>Made: {label}</translation>
    </message>
    <message>
        <source>新建{label}</source>
        <translation>New: {label}</translation>
    </message>
</context>
<context>
    <name>NewPassword</name>
    <message>
        <source>两次输入的密码不一样。</source>
        <translation>The two passwords differ.</translation>
    </message>
    <message>
        <source>再输入一遍</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>新密码</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>至少 {count} 个字，汉字、字母、数字都可以。一句自己记得住的话最好。</source>
        <translation>At least {count} characters of any kind. A sentence you will remember is best.</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>{file}：{why}</source>
        <translation>{file}: {why}</translation>
    </message>
    <message>
        <source>“{sheet}”的隐藏编号列没有了，这张表里的手工改动没有读取。请在有编号列的原表里改。</source>
        <translation>The hidden column of ids of '{sheet}' is gone; edits in this sheet were not read. Please edit the original sheet.</translation>
    </message>
    <message>
        <source>只列出前 {most} 条，其余 {count} 条一并导入。</source>
        <translation>Only the first {most} are listed; the other {count} come in as well.</translation>
    </message>
    <message>
        <source>对方</source>
        <translation>the other office</translation>
    </message>
    <message>
        <source>有 {count} 个文件不是这里缺的附件，没有收。如果工作簿还没有导入，请和它一起导入。</source>
        <translation>{count} files are no attachment that is missing here and were not taken. If the workbook is not imported yet, import both together.</translation>
    </message>
    <message>
        <source>有 {count} 个附件还没有收到文件。请让{sender}导出时勾选“附件一起导出”，把 .zip 一起发来。</source>
        <translation>{count} attachments have not arrived. Ask {sender} to export the attachments along and to send the .zip too.</translation>
    </message>
    <message>
        <source>有 {count} 处手工填写不能采用，请看“未采用”。</source>
        <translation>{count} cells typed by hand are not taken; see 'not taken'.</translation>
    </message>
    <message>
        <source>有 {count} 条记录两边都改过，两个值都会保留，导入后请到“冲突”里选定。</source>
        <translation>{count} records were changed on both sides; both values are kept, settle them under 'Conflicts' after importing.</translation>
    </message>
    <message>
        <source>缺第 {first}–{last} 号变更，请让{sender}全部导出一次，或补发以前的文件。</source>
        <translation>changes {first}–{last} are missing; ask {sender} for a full export or the earlier file.</translation>
    </message>
    <message>
        <source>表格里手工改过或添加的有 {count} 行，其中 {rejected} 处不能采用，请看“未采用”。</source>
        <translation>{count} rows were edited or added by hand; {rejected} of their cells are not taken, see 'not taken'.</translation>
    </message>
    <message>
        <source>表格里手工改过或添加的有 {count} 行，导入时收进账本。</source>
        <translation>{count} rows were edited or added by hand; they come in with the import.</translation>
    </message>
    <message>
        <source>表格里手工改过或添加的有 {count} 行，已经收进账本。</source>
        <translation>{count} rows were edited or added by hand and are in the ledger now.</translation>
    </message>
    <message>
        <source>表里多出的列{columns}没有读取。</source>
        <translation>Additional columns {columns} were not read.</translation>
    </message>
    <message>
        <source>表里多出的列{columns}等 {count} 列没有读取。</source>
        <translation>{count} additional columns ({columns} …) were not read.</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Notes</translation>
    </message>
</context>
<context>
    <name>OtherNumbers</name>
    <message>
        <source>另有 {count} 件在 {day} 以后还有办理，没有算进来。</source>
        <translation>{count} more have steps after {day}, which are not counted here.</translation>
    </message>
    <message>
        <source>另记</source>
        <translation>Also counted</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>交换</source>
        <translation>Exchange</translation>
    </message>
    <message>
        <source>今日</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>取数</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>名册</source>
        <translation>Registers</translation>
    </message>
    <message>
        <source>统计</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>走访</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Issues</translation>
    </message>
</context>
<context>
    <name>PasswordBar</name>
    <message>
        <source>{file} 有密码。输入密码后按回车试读；别的加密文件也用它试。</source>
        <translation>{file} is sealed. Type its password and press Enter; it is tried on other sealed files too.</translation>
    </message>
    <message>
        <source>{file} 有密码，请输入后按回车。</source>
        <translation>{file} has a password; enter it and press Enter.</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>密码不对，打不开 {file}。请核对大小写后再试。</source>
        <translation>This password does not open {file}; check upper and lower case.</translation>
    </message>
    <message>
        <source>显示密码</source>
        <translation>Show the password</translation>
    </message>
    <message>
        <source>用密码试读</source>
        <translation>Try password</translation>
    </message>
</context>
<context>
    <name>PasswordBox</name>
    <message>
        <source>两次输入的密码不一样。</source>
        <translation>The two passwords differ.</translation>
    </message>
    <message>
        <source>再输一遍</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>加密码</source>
        <translation>With a password</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>显示密码</source>
        <translation>Show the password</translation>
    </message>
    <message>
        <source>至少 {count} 个字符。请另外告诉对方；忘了密码，谁也打不开这个文件。</source>
        <translation>At least {count} characters. Tell the other office separately; nobody can open the file without it.</translation>
    </message>
</context>
<context>
    <name>PasswordCard</name>
    <message>
        <source>不动鼠标、键盘这么久，窗口就盖住，输入密码再继续；没写完的都还在。只在设了密码时起作用。</source>
        <translation>After so long without mouse or keyboard the window is covered until the password is given; your work stays. Only with a password.</translation>
    </message>
    <message>
        <source>修改密码</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>取消密码</source>
        <translation>Remove password</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>已设密码，账本、备份和附件都已加密</source>
        <translation>Set: ledger, backups and files are encrypted</translation>
    </message>
    <message>
        <source>没有设密码，账本没有加密</source>
        <translation>None: the ledger is not encrypted</translation>
    </message>
    <message>
        <source>离开多久锁住</source>
        <translation>Lock after</translation>
    </message>
    <message>
        <source>设置密码</source>
        <translation>Set password</translation>
    </message>
    <message>
        <source>账本密码</source>
        <translation>Password of the ledger</translation>
    </message>
    <message>
        <source>重做恢复单</source>
        <translation>New recovery sheet</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>不改了</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>以前拷走的备份，如果旁边还放着旧的钥匙文件，仍要用当时的密码打开。</source>
        <translation>Backups carried away before, with their old key file, still open with the password of that time.</translation>
    </message>
    <message>
        <source>会给一张新的恢复单，旧的一张从此打不开账本。密码不变。</source>
        <translation>You get a new recovery sheet; the old one opens nothing from then on. The password stays.</translation>
    </message>
    <message>
        <source>修改密码</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>修改账本密码</source>
        <translation>Change the password of the ledger</translation>
    </message>
    <message>
        <source>取消以后，账本和附件不再加密，能打开这台电脑的人都能看到。</source>
        <translation>Ledger and files are then no longer encrypted; whoever can use this computer can read them.</translation>
    </message>
    <message>
        <source>取消密码</source>
        <translation>Remove password</translation>
    </message>
    <message>
        <source>取消账本密码</source>
        <translation>Remove the password of the ledger</translation>
    </message>
    <message>
        <source>已经做好的备份仍然加密，请把密码或恢复单留着。</source>
        <translation>Backups made so far stay encrypted: keep the password or the sheet.</translation>
    </message>
    <message>
        <source>改了以后，旧密码和旧的恢复单都作废，会给一张新的恢复单。</source>
        <translation>The old password and the old recovery sheet are void then; you get a new sheet.</translation>
    </message>
    <message>
        <source>现在的密码</source>
        <translation>Present password</translation>
    </message>
    <message>
        <source>设了密码，账本、草稿、备份和附件都会加密，打开程序要先输入密码。导出和打印出来的文件不加密。</source>
        <translation>With a password the ledger, drafts, backups and files are encrypted, and the program asks for it when it starts. What you export or print is not encrypted.</translation>
    </message>
    <message>
        <source>设好以后会给一张恢复单，忘了密码时用它。加密时窗口会关一下再打开，请不要断电。</source>
        <translation>You then get a recovery sheet for when you forget it. The window closes and opens again meanwhile; leave the power on.</translation>
    </message>
    <message>
        <source>设置密码</source>
        <translation>Set password</translation>
    </message>
    <message>
        <source>设置账本密码</source>
        <translation>Set a password for the ledger</translation>
    </message>
    <message>
        <source>重做恢复单</source>
        <translation>New recovery sheet</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>显示密码</source>
        <translation>Show password</translation>
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>{duties} · 有口令</source>
        <translation>{duties} · has a PIN</translation>
    </message>
    <message>
        <source>{name}：{duties}</source>
        <translation>{name}: {duties}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>代别人登记本单位的各步，要写明经办人</source>
        <translation>Writes down any step of this office for others, naming who took it</translation>
    </message>
    <message>
        <source>名单里已经有“{name}”。</source>
        <translation>“{name}” is on the list already.</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>姓名，可从干部名册里选</source>
        <translation>Name, for example of a cadre</translation>
    </message>
    <message>
        <source>已保存：{name}</source>
        <translation>Saved: {name}</translation>
    </message>
    <message>
        <source>当前记录人“{name}”不在名单里，不能办理问题。请换成名单里的人，或把他加进来。</source>
        <translation>'{name}', who works now, is not on the list and cannot take steps. Change to somebody on the list, or add the name.</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>新人员姓名</source>
        <translation>Name of the new person</translation>
    </message>
    <message>
        <source>每一步由有相应职责的人来办，谁办的、以什么职责办的，都记在经过里。窗口上方点姓名可以换人。</source>
        <translation>Each step is taken by somebody with the duty for it; who and in which duty is kept in the history. The name at the top of the window changes who works.</translation>
    </message>
    <message>
        <source>添加人员</source>
        <translation>Add person</translation>
    </message>
    <message>
        <source>现在没有设人员：一个人办全部事情。几个人轮流用这台电脑时，把姓名和职责写在这里，每一步就由有职责的人来办。</source>
        <translation>Nobody is named: one person does everything. Where several people share this computer, write their names and duties here; each step is then taken by somebody with the duty for it.</translation>
    </message>
    <message>
        <source>移除此人</source>
        <translation>Remove this person</translation>
    </message>
    <message>
        <source>还没有职责</source>
        <translation>no duty yet</translation>
    </message>
</context>
<context>
    <name>PeopleMenu</name>
    <message>
        <source>人员与职责…</source>
        <translation>People and duties…</translation>
    </message>
    <message>
        <source>换人</source>
        <translation>Change person</translation>
    </message>
    <message>
        <source>没有设人员：一个人办全部事情</source>
        <translation>Nobody is named: one person does everything</translation>
    </message>
</context>
<context>
    <name>PeriodBar</name>
    <message>
        <source>全镇</source>
        <translation>Whole town</translation>
    </message>
    <message>
        <source>哪个村</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>期间</source>
        <translation>Period</translation>
    </message>
</context>
<context>
    <name>PeriodDates</name>
    <message>
        <source>截止日期</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>至</source>
        <translation>to</translation>
    </message>
    <message>
        <source>起始日期</source>
        <translation>From</translation>
    </message>
</context>
<context>
    <name>Picking</name>
    <message>
        <source>一次最多选 {most} 条，这是前 {most} 条。</source>
        <translation>At most {most} at a time; these are the first {most}.</translation>
    </message>
</context>
<context>
    <name>PinAsking</name>
    <message>
        <source>{name}的口令</source>
        <translation>PIN of {name}</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>换成{name}</source>
        <translation>Work as {name}</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>取消  Esc</source>
        <translation>Cancel  Esc</translation>
    </message>
</context>
<context>
    <name>PinGate</name>
    <message>
        <source>{name}的口令</source>
        <translation>PIN of {name}</translation>
    </message>
    <message>
        <source>{office} · 走访通</source>
        <translation>{office} · Zoufang</translation>
    </message>
    <message>
        <source>不是本人？点自己的姓名。</source>
        <translation>Somebody else? Click your name. </translation>
    </message>
    <message>
        <source>口令</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>口令忘了，请{people}在“设置 · 人员”里重新设。</source>
        <translation>For a lost PIN ask {people} to set a new one in Settings, People.</translation>
    </message>
    <message>
        <source>没有别的负责人，口令忘了不能重新设。</source>
        <translation>Nobody else is in charge: a lost PIN cannot be set anew.</translation>
    </message>
    <message>
        <source>输入口令</source>
        <translation>Enter the PIN</translation>
    </message>
    <message>
        <source>进入</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>PinRow</name>
    <message>
        <source>4 至 8 位数字，或者至少 4 个字的一句话。口令只用来分清这台电脑上是谁在办，不随文件上报，也不给账本加密。</source>
        <translation>4 to 8 digits, or a phrase of 4 characters or more. It only tells apart who works on this computer: it goes into no workbook and does not encrypt the ledger.</translation>
    </message>
    <message>
        <source>{name}没有口令</source>
        <translation>{name} has no PIN</translation>
    </message>
    <message>
        <source>{name}的新口令</source>
        <translation>New PIN of {name}</translation>
    </message>
    <message>
        <source>{name}设了口令，打开程序、换成本人时要输入</source>
        <translation>{name} has a PIN, asked for at the start and before working as them</translation>
    </message>
    <message>
        <source>两次输入的口令不一样。</source>
        <translation>The two PINs differ.</translation>
    </message>
    <message>
        <source>再输一遍</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>去掉{name}的口令</source>
        <translation>Remove the PIN of {name}</translation>
    </message>
    <message>
        <source>去掉口令</source>
        <translation>Remove the PIN</translation>
    </message>
    <message>
        <source>去掉口令…</source>
        <translation>Remove PIN…</translation>
    </message>
    <message>
        <source>口令已去掉</source>
        <translation>PIN removed</translation>
    </message>
    <message>
        <source>口令已设好</source>
        <translation>PIN set</translation>
    </message>
    <message>
        <source>换口令…</source>
        <translation>Change PIN…</translation>
    </message>
    <message>
        <source>新口令</source>
        <translation>New PIN</translation>
    </message>
    <message>
        <source>现在的口令</source>
        <translation>PIN now</translation>
    </message>
    <message>
        <source>设口令</source>
        <translation>Set the PIN</translation>
    </message>
    <message>
        <source>设口令…</source>
        <translation>Set PIN…</translation>
    </message>
    <message>
        <source>请记牢：没有别的负责人能重新设，忘了就打不开账本。</source>
        <translation> Remember it well: nobody else is in charge who could set it anew, and without it the ledger does not open.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>不导入，返回</source>
        <translation>Back without importing</translation>
    </message>
    <message>
        <source>另存批注副本…</source>
        <translation>Save annotated copy…</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>导入 {count} 个文件</source>
        <translation>Import {count} files</translation>
    </message>
    <message>
        <source>导入 {count} 个文件，留出 {left_out} 条</source>
        <translation>Import {count} files, leave {left_out} out</translation>
    </message>
    <message>
        <source>导入前预览</source>
        <translation>Before importing</translation>
    </message>
    <message>
        <source>导入后新增 {created} 条、更新 {updated} 条。账本还没有改动。</source>
        <translation>Importing would add {created} and change {updated} records. Nothing has been changed yet.</translation>
    </message>
    <message>
        <source>导入后新增 {created} 条、更新 {updated} 条，收到 {files} 个附件的文件。账本还没有改动。</source>
        <translation>The import would add {created} and update {updated} records and take {files} attached files. Nothing is changed yet.</translation>
    </message>
    <message>
        <source>导入后新增 {created} 条、更新 {updated} 条，留出 {left_out} 条。账本还没有改动。</source>
        <translation>Importing would add {created}, change {updated} and leave out {left_out} records. Nothing has been changed yet.</translation>
    </message>
    <message>
        <source>导入完成</source>
        <translation>Imported</translation>
    </message>
    <message>
        <source>已导入 {files} 个文件：新增 {created} 条，更新 {updated} 条。</source>
        <translation>{files} files imported: {created} records new, {updated} changed.</translation>
    </message>
    <message>
        <source>已导入 {files} 个文件：新增 {created} 条，更新 {updated} 条。留出 {left_out} 条，再导入同一个文件就会收进来。</source>
        <translation>{files} files imported: {created} records new, {updated} changed. {left_out} left out; importing the same file again takes them in.</translation>
    </message>
    <message>
        <source>撤销这次导入</source>
        <translation>Undo this import</translation>
    </message>
    <message>
        <source>收到 {arrived} 个附件的文件。</source>
        <translation> {arrived} attached files taken.</translation>
    </message>
    <message>
        <source>正在试读，账本没有改动。</source>
        <translation>Trying out; nothing is changed.</translation>
    </message>
    <message>
        <source>没有可以导入的文件，账本没有改动。</source>
        <translation>No file can be imported; nothing was changed.</translation>
    </message>
    <message>
        <source>没有新内容</source>
        <translation>Nothing new</translation>
    </message>
    <message>
        <source>这些文件里没有新内容。账本还没有改动。</source>
        <translation>These files hold nothing new. Nothing has been changed yet.</translation>
    </message>
    <message>
        <source>这些文件里没有新内容，账本没有改动。</source>
        <translation>These files hold nothing new; nothing was changed.</translation>
    </message>
</context>
<context>
    <name>PreviewModel</name>
    <message>
        <source>不能办的原因</source>
        <translation>Why not</translation>
    </message>
    <message>
        <source>之后</source>
        <translation>Afterwards</translation>
    </message>
    <message>
        <source>现在</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Issue</translation>
    </message>
</context>
<context>
    <name>PrintPreview</name>
    <message>
        <source>PDF 存到哪里</source>
        <translation>Where to save the PDF</translation>
    </message>
    <message>
        <source>PDF 文件 (*.pdf)</source>
        <translation>PDF files (*.pdf)</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>存为 PDF…</source>
        <translation>Save as PDF…</translation>
    </message>
    <message>
        <source>已存为 PDF：{place}</source>
        <translation>Saved as PDF: {place}</translation>
    </message>
    <message>
        <source>已送去打印：{title}，共 {count} 页</source>
        <translation>Sent to the printer: {title}, {count} pages</translation>
    </message>
    <message>
        <source>手机号、身份证号会完整印出来，请妥善保管。</source>
        <translation>Phone and ID numbers are printed in full; keep the paper safe.</translation>
    </message>
    <message>
        <source>打印…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>打印的页面</source>
        <translation>Pages to be printed</translation>
    </message>
    <message>
        <source>打印预览：{title}</source>
        <translation>Print preview: {title}</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>正在写 PDF</source>
        <translation>Writing the PDF</translation>
    </message>
    <message>
        <source>正在打印</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>看整页</source>
        <translation>Whole page</translation>
    </message>
    <message>
        <source>看页宽</source>
        <translation>Page width</translation>
    </message>
    <message>
        <source>第 {page} 页，共 {count} 页</source>
        <translation>Page {page} of {count}</translation>
    </message>
    <message>
        <source>这台电脑没有装打印机。可以先存为 PDF，拿到有打印机的电脑上打印。</source>
        <translation>This computer has no printer. Save a PDF and print it on one that has.</translation>
    </message>
    <message>
        <source>这台电脑的字体里没有“{characters}”，印出来是空的，请用笔补上。</source>
        <translation>No font of this computer has '{characters}'; they come out empty, please add them by pen.</translation>
    </message>
    <message>
        <source>遮住手机号、身份证号</source>
        <translation>Mask phone and ID numbers</translation>
    </message>
</context>
<context>
    <name>PrivacyCard</name>
    <message>
        <source>到期后由负责人先看清单，再换成匿名；统计数字不变。名册里只处理撤回的，问题只处理了结的。按整年算，不设就不处理。</source>
        <translation>After that the person in charge looks through the list and makes them anonymous; figures stay. Of the registers only withdrawn records, of issues only those that are over. Whole years; nothing happens unless set.</translation>
    </message>
    <message>
        <source>到期的记录…</source>
        <translation>Records past their period…</translation>
    </message>
    <message>
        <source>查看登记…</source>
        <translation>Access log…</translation>
    </message>
    <message>
        <source>由负责人来看</source>
        <translation>For the person in charge</translation>
    </message>
    <message>
        <source>设了人员或口令，个人信息就先遮住；要看完整的，选一个事由，就记入查看登记。</source>
        <translation>Where people or PINs are set, personal data is masked; to see it whole, choose a reason, which is noted in the access log.</translation>
    </message>
    <message>
        <source>隐私</source>
        <translation>Privacy</translation>
    </message>
</context>
<context>
    <name>QuestionBar</name>
    <message>
        <source>不继续</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>{label}：{text}</source>
        <translation>{label}: {text}</translation>
    </message>
    <message>
        <source>显示{label}</source>
        <translation>Show {label}</translation>
    </message>
    <message>
        <source>经过</source>
        <translation>History</translation>
    </message>
</context>
<context>
    <name>ReceiptsView</name>
    <message>
        <source>回执</source>
        <translation>Receipts</translation>
    </message>
    <message>
        <source>请对方重新导出一次，收到后会自动补上。</source>
        <translation>Ask for a new export; what is missing then comes in by itself.</translation>
    </message>
</context>
<context>
    <name>RecordBrowser</name>
    <message>
        <source>全部村</source>
        <translation>Any village</translation>
    </message>
    <message>
        <source>新增{label}</source>
        <translation>New: {label}</translation>
    </message>
    <message>
        <source>没有符合条件的记录。</source>
        <translation>Nothing fits the filters.</translation>
    </message>
    <message>
        <source>清除筛选</source>
        <translation>Clear filters</translation>
    </message>
</context>
<context>
    <name>RecordDesk</name>
    <message>
        <source>这份草稿已经保存或删除。</source>
        <translation>This draft was saved or removed already.</translation>
    </message>
</context>
<context>
    <name>RecordEntry</name>
    <message>
        <source>仍然保存</source>
        <translation>Save anyway</translation>
    </message>
    <message>
        <source>保存  Ctrl+S</source>
        <translation>Save  Ctrl+S</translation>
    </message>
    <message>
        <source>保存并下一条  Ctrl+Enter</source>
        <translation>Save and next  Ctrl+Enter</translation>
    </message>
    <message>
        <source>修改{label}</source>
        <translation>Change: {label}</translation>
    </message>
    <message>
        <source>关闭  Esc</source>
        <translation>Close  Esc</translation>
    </message>
    <message>
        <source>已保存</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open it</translation>
    </message>
    <message>
        <source>新增{label}</source>
        <translation>New: {label}</translation>
    </message>
    <message>
        <source>照片和附件</source>
        <translation>Photos and files</translation>
    </message>
    <message>
        <source>草稿已保存</source>
        <translation>Draft kept</translation>
    </message>
    <message>
        <source>草稿已保存 {clock}</source>
        <translation>Draft kept {clock}</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>松开鼠标，附在打开的这一条上</source>
        <translation>Release to attach to the record that is open</translation>
    </message>
    <message>
        <source>松开鼠标，附在正在填写的这一条上</source>
        <translation>Release to attach to the record being filled in</translation>
    </message>
</context>
<context>
    <name>RecordPane</name>
    <message>
        <source>为这次走访登记问题</source>
        <translation>Add an issue of this visit</translation>
    </message>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>修改  F2</source>
        <translation>Edit  F2</translation>
    </message>
    <message>
        <source>合并到</source>
        <translation>Merged into</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>复制为新走访</source>
        <translation>Copy as a new visit</translation>
    </message>
    <message>
        <source>已{act}</source>
        <translation>Done: {act}</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>打印通知单、申请表和清单  Ctrl+P</source>
        <translation>Print notices, applications and lists  Ctrl+P</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>撤回  Del</source>
        <translation>Withdraw  Del</translation>
    </message>
    <message>
        <source>撤回“{title}”</source>
        <translation>Withdraw "{title}"</translation>
    </message>
    <message>
        <source>撤回这条记录</source>
        <translation>Withdraw this record</translation>
    </message>
    <message>
        <source>撤回（录错时用）</source>
        <translation>Withdraw (entered by mistake)</translation>
    </message>
    <message>
        <source>来源走访</source>
        <translation>From visit</translation>
    </message>
    <message>
        <source>登记问题</source>
        <translation>Add issue</translation>
    </message>
    <message>
        <source>看移送的线索</source>
        <translation>Read what was handed on</translation>
    </message>
    <message>
        <source>记录离开列表，经过仍然保留，可以撤销。</source>
        <translation>The record leaves the lists; its history stays, and this can be undone.</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Issues</translation>
    </message>
    <message>
        <source>限阅库</source>
        <translation>Restricted store</translation>
    </message>
</context>
<context>
    <name>RecordReading</name>
    <message>
        <source>{day}（{left}）</source>
        <translation>{day} ({left})</translation>
    </message>
    <message>
        <source>{label}两处不一致：{values}</source>
        <translation>{label} differs: {values}</translation>
    </message>
    <message>
        <source>{name}（{duty}）</source>
        <translation>{name} ({duty})</translation>
    </message>
    <message>
        <source>{who}写的是“{value}”</source>
        <translation>{who} wrote "{value}"</translation>
    </message>
    <message>
        <source>修改</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>发生 {happened} · 记录 {recorded}</source>
        <translation>happened {happened} · recorded {recorded}</translation>
    </message>
    <message>
        <source>填在表格里</source>
        <translation>Typed into a workbook</translation>
    </message>
    <message>
        <source>处理了未生效的办理</source>
        <translation>settled a step without effect</translation>
    </message>
    <message>
        <source>复号 {count}</source>
        <translation>Reopened {count}</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation>undone</translation>
    </message>
    <message>
        <source>延期 {count} 次</source>
        <translation>Extended {count}×</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>restored</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>撤销了一步办理</source>
        <translation>took back a step</translation>
    </message>
    <message>
        <source>撤销了冲突的处理</source>
        <translation>took back the settling of a conflict</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>added</translation>
    </message>
    <message>
        <source>是否撤回</source>
        <translation>Withdrawal</translation>
    </message>
    <message>
        <source>有一步办理没有生效，请看经过。</source>
        <translation>A step had no effect; see the history.</translation>
    </message>
    <message>
        <source>未撤回</source>
        <translation>not withdrawn</translation>
    </message>
    <message>
        <source>未生效</source>
        <translation>without effect</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
</context>
<context>
    <name>RecordTable</name>
    <message>
        <source>灯</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>问题数</source>
        <translation>Issues</translation>
    </message>
</context>
<context>
    <name>RecoverySheet</name>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>恢复单</source>
        <translation>Recovery sheet</translation>
    </message>
    <message>
        <source>恢复单要像印章一样保管：不要放在电脑旁边，也不要拍照存在手机里。改密码以后，这张就作废。</source>
        <translation>Keep the sheet like an official seal: not beside the computer, not as a photo on a phone. When the password is changed it is void.</translation>
    </message>
    <message>
        <source>我已经打印或抄好了，另外放好</source>
        <translation>I have printed or copied it and put it away</translation>
    </message>
    <message>
        <source>打印…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>这是忘了密码时唯一能打开账本的恢复码，只出现这一次。请马上打印，或者一字不差地抄下来。</source>
        <translation>This code is the only way into the ledger when the password is forgotten, and is shown only now. Print it at once, or copy it exactly.</translation>
    </message>
</context>
<context>
    <name>RegisterActs</name>
    <message>
        <source>一部分人另立一户</source>
        <translation>Some members make a household of their own</translation>
    </message>
    <message>
        <source>分户</source>
        <translation>Split</translation>
    </message>
    <message>
        <source>合并</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>名册里这一户不到两个人，先在“人员”里登记，才能分户。</source>
        <translation>The register has fewer than two persons of this household; record them first.</translation>
    </message>
    <message>
        <source>名册里这一户还没有人员，先在“人员”里登记；只改户主姓名请点“修改”。</source>
        <translation>The register has no person of this household; record them first, or press Edit to change the name only.</translation>
    </message>
    <message>
        <source>家庭成员</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>所在的户</source>
        <translation>Household</translation>
    </message>
    <message>
        <source>把重复的一条并进来</source>
        <translation>Merge a duplicate into this one</translation>
    </message>
    <message>
        <source>换户主</source>
        <translation>Change head</translation>
    </message>
    <message>
        <source>换户主，户编号不变</source>
        <translation>Another head, the same number</translation>
    </message>
    <message>
        <source>最近走访</source>
        <translation>Last visits</translation>
    </message>
</context>
<context>
    <name>RegisterDialog</name>
    <message>
        <source>不办了  Esc</source>
        <translation>Cancel  Esc</translation>
    </message>
</context>
<context>
    <name>RegistersPage</name>
    <message>
        <source>全部关系</source>
        <translation>Any relation</translation>
    </message>
    <message>
        <source>全部分类</source>
        <translation>All classes</translation>
    </message>
    <message>
        <source>全部单位</source>
        <translation>Any unit</translation>
    </message>
    <message>
        <source>全部年度</source>
        <translation>All years</translation>
    </message>
    <message>
        <source>全部户类型</source>
        <translation>Any type</translation>
    </message>
    <message>
        <source>全部状态</source>
        <translation>Any state</translation>
    </message>
    <message>
        <source>全部组</source>
        <translation>Any group</translation>
    </message>
    <message>
        <source>全部自然村</source>
        <translation>All natural villages</translation>
    </message>
    <message>
        <source>全部行业</source>
        <translation>Any industry</translation>
    </message>
    <message>
        <source>名册</source>
        <translation>Registers</translation>
    </message>
    <message>
        <source>是否常住</source>
        <translation>Resident or not</translation>
    </message>
    <message>
        <source>核对</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>核对 {count}</source>
        <translation>Check {count}</translation>
    </message>
    <message>
        <source>这里是各户的人员，凭户编号与户连在一起。</source>
        <translation>The members of the households, joined to them by household number.</translation>
    </message>
    <message>
        <source>这里是本村的户：户主、电话、人口和户类型，走访时可以直接选到。</source>
        <translation>The households of the village; they are offered when a visit is written down.</translation>
    </message>
    <message>
        <source>这里是村情，一年一张：户数、人口、耕地、收入和两委负责人。</source>
        <translation>The profile of the village, one for each year: households, people, land, income and who leads it.</translation>
    </message>
    <message>
        <source>这里是村民小组和网格：组长或网格员、电话、户数。</source>
        <translation>Groups and grids: who looks after them, phone, households.</translation>
    </message>
    <message>
        <source>这里是自然村：规划分类、规划文号、所含的小组和户数。</source>
        <translation>Natural villages: class and reference of the plan, groups and households.</translation>
    </message>
    <message>
        <source>这里是走访人和责任人，填表时会提示他们的姓名。</source>
        <translation>The people who visit and are in charge; their names are offered in forms.</translation>
    </message>
    <message>
        <source>这里是辖区内的企业：联系人、电话和行业。</source>
        <translation>The enterprises: contact, phone and industry.</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>月报</source>
        <translation>Monthly report</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>{office}的备份
做于 {moment}，{size}
最后一次记录 {latest}
{counts}

{beyond}</source>
        <translation>Backup of {office}
made {moment}, {size}
last entry {latest}
{counts}

{beyond}</translation>
    </message>
    <message>
        <source>从备份恢复</source>
        <translation>Restore a backup</translation>
    </message>
    <message>
        <source>别的文件…</source>
        <translation>Another file…</translation>
    </message>
    <message>
        <source>取消  Esc</source>
        <translation>Cancel  Esc</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>恢复到这份备份</source>
        <translation>Restore this backup</translation>
    </message>
    <message>
        <source>正在找备份……</source>
        <translation>Looking for backups…</translation>
    </message>
    <message>
        <source>正在看这份备份……</source>
        <translation>Looking at this backup…</translation>
    </message>
    <message>
        <source>看这份备份</source>
        <translation>Look at this backup</translation>
    </message>
    <message>
        <source>账本 (*.db);;所有文件 (*)</source>
        <translation>Ledgers (*.db);;All files (*)</translation>
    </message>
    <message>
        <source>还没有备份。可以用“别的文件”选一份。</source>
        <translation>There are no backups yet. Choose a file with “Another file”.</translation>
    </message>
    <message>
        <source>选择备份文件</source>
        <translation>Choose a backup</translation>
    </message>
    <message>
        <source>（第二个位置）</source>
        <translation> (second place)</translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message>
        <source>已恢复备份。原来的账本另存着，可以换回来。</source>
        <translation>The backup was restored. The ledger from before is kept and can be put back.</translation>
    </message>
    <message>
        <source>已恢复备份。损坏的账本原样留在 {file}。</source>
        <translation>The backup was restored. The damaged ledger is kept as it is in {file}.</translation>
    </message>
    <message>
        <source>换回来</source>
        <translation>Put it back</translation>
    </message>
    <message>
        <source>正在恢复备份</source>
        <translation>Restoring a backup</translation>
    </message>
    <message>
        <source>正在恢复备份，请稍等……</source>
        <translation>Restoring the backup, one moment…</translation>
    </message>
    <message>
        <source>没有恢复：{reason}</source>
        <translation>Not restored: {reason}</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
</context>
<context>
    <name>ResultBar</name>
    <message>
        <source>不取，返回</source>
        <translation>Take nothing, go back</translation>
    </message>
    <message>
        <source>取入</source>
        <translation>Take in</translation>
    </message>
    <message>
        <source>取入 {count} 条</source>
        <translation>Take in {count}</translation>
    </message>
    <message>
        <source>另存标注副本…</source>
        <translation>Save a marked copy…</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>打开名册</source>
        <translation>Open the register</translation>
    </message>
    <message>
        <source>打开走访</source>
        <translation>Open the visits</translation>
    </message>
    <message>
        <source>打开问题</source>
        <translation>Open the issues</translation>
    </message>
    <message>
        <source>换文件或种类…</source>
        <translation>Other file or kind…</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>选中的行不取（空格）</source>
        <translation>Leave selected rows out (Space)</translation>
    </message>
</context>
<context>
    <name>RetentionWindow</name>
    <message>
        <source>{label} {count} 条：{day} 以前的（保留 {years} 年）</source>
        <translation>{label}: {count} before {day} (kept {years} years)</translation>
    </message>
    <message>
        <source>以后</source>
        <translation>Afterwards</translation>
    </message>
    <message>
        <source>关闭  Esc</source>
        <translation>Close  Esc</translation>
    </message>
    <message>
        <source>到期的记录</source>
        <translation>Records past their period</translation>
    </message>
    <message>
        <source>匿名处理</source>
        <translation>Make anonymous</translation>
    </message>
    <message>
        <source>匿名处理 {count} 条</source>
        <translation>Make {count} anonymous</translation>
    </message>
    <message>
        <source>去掉</source>
        <translation>removed</translation>
    </message>
    <message>
        <source>哪类</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>姓名换成“匿名”加四个字母，电话、证件号、户类型去掉，住址和家庭情况换成“匿名”，文字里认得出的姓名、号码遮住；统计数字不变。户编号留着。
关掉程序以前可以撤销。之后，变更历史里仍有原来的内容（历史删不得：删了，村里和镇里的账就对不上），从前的备份、交出去的文件、附件里的照片也还在；镇里收到下一个文件后，那边的记录也会换成匿名。</source>
        <translation>Names become 匿名 and four letters; telephones, ID numbers and tags are removed; addresses and what was said of a family become 匿名; names and numbers known in texts are masked. Figures and household numbers stay.
It can be undone until the program is closed. The history of changes still holds what was there (without it the books of village and town would no longer agree), and so do earlier backups, workbooks handed on and attached pictures; the town's records follow with the next workbook.</translation>
    </message>
    <message>
        <source>已匿名处理 {count} 条；历史里还有原来的 {left} 项变更</source>
        <translation>{count} made anonymous; the history still has {left} changes from before</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>正在匿名处理</source>
        <translation>Making records anonymous</translation>
    </message>
    <message>
        <source>正在查找…</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>没有到期的记录。</source>
        <translation>No record is past its period.</translation>
    </message>
    <message>
        <source>现在</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>这些记录过了保留年限：</source>
        <translation>These records are past their period:</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>{since} 以来走访过 {visited} 户，共 {total} 户，覆盖 {share}。</source>
        <translation>{visited} of {total} households visited since {since}: {share}.</translation>
    </message>
    <message>
        <source>今年以来</source>
        <translation>This year</translation>
    </message>
    <message>
        <source>共 {count} 处。只列出来，不会自动改；打开记录核对后修改。</source>
        <translation>{count} in all. They are only listed, nothing is changed; open the record to correct it.</translation>
    </message>
    <message>
        <source>共 {count} 组。理由只供参考，合并前请核对。</source>
        <translation>{count} groups. Check before you merge.</translation>
    </message>
    <message>
        <source>各组覆盖</source>
        <translation>Coverage by group</translation>
    </message>
    <message>
        <source>合并…</source>
        <translation>Merge…</translation>
    </message>
    <message>
        <source>名册里的数字都对得上。</source>
        <translation>All figures of the registers agree.</translation>
    </message>
    <message>
        <source>名册里还没有户。登记了户和走访，这里就能看出谁家很久没去了。</source>
        <translation>The register has no household yet. With households and visits this shows who was not visited for long.</translation>
    </message>
    <message>
        <source>多久没走访</source>
        <translation>Not visited for long</translation>
    </message>
    <message>
        <source>对不上的</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>打开记录</source>
        <translation>Open record</translation>
    </message>
    <message>
        <source>核对</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>正在核对…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>没有发现疑似重复的户、人员和企业。</source>
        <translation>No likely duplicates of households, persons or enterprises.</translation>
    </message>
    <message>
        <source>疑似重复</source>
        <translation>Likely duplicates</translation>
    </message>
    <message>
        <source>要核对的</source>
        <translation>What is to be checked</translation>
    </message>
    <message>
        <source>走访期间</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>走访过的期间</source>
        <translation>Period of visits</translation>
    </message>
    <message>
        <source>近 30 天</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>近 90 天</source>
        <translation>90 days</translation>
    </message>
</context>
<context>
    <name>ReviewRows</name>
    <message>
        <source>{days} 天</source>
        <translation>{days} days</translation>
    </message>
    <message>
        <source>{titles}（{count} 条）</source>
        <translation>{titles} ({count} records)</translation>
    </message>
    <message>
        <source>上次走访</source>
        <translation>Last visit</translation>
    </message>
    <message>
        <source>名册</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>哪里对不上</source>
        <translation>What does not agree</translation>
    </message>
    <message>
        <source>户主</source>
        <translation>Head</translation>
    </message>
    <message>
        <source>户数</source>
        <translation>Households</translation>
    </message>
    <message>
        <source>户编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>没有走访过</source>
        <translation>never visited</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>疑似同一个</source>
        <translation>Likely the same</translation>
    </message>
    <message>
        <source>组/网格</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>覆盖</source>
        <translation>Share</translation>
    </message>
    <message>
        <source>记录</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>走访过</source>
        <translation>Visited</translation>
    </message>
    <message>
        <source>距今</source>
        <translation>Ago</translation>
    </message>
    <message>
        <source>（未填）</source>
        <translation>(none)</translation>
    </message>
</context>
<context>
    <name>Rewriting</name>
    <message>
        <source>正在改写账本</source>
        <translation>Rewriting the ledger</translation>
    </message>
    <message>
        <source>正在改写账本…</source>
        <translation>Rewriting the ledger…</translation>
    </message>
    <message>
        <source>没能加密，仍是明文：{names}</source>
        <translation>Could not be encrypted and is still plain: {names}</translation>
    </message>
    <message>
        <source>请不要关机。万一断电，账本也不会坏，下次打开会接着做。</source>
        <translation>Please leave the computer on. Even a power cut does no harm to the ledger; the rest is done when it is opened next.</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
</context>
<context>
    <name>RowTable</name>
    <message>
        <source>这个文件里的记录</source>
        <translation>Records of this file</translation>
    </message>
</context>
<context>
    <name>RowTableModel</name>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>手工改动</source>
        <translation>By hand</translation>
    </message>
    <message>
        <source>收进</source>
        <translation>Take in</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Kind</translation>
    </message>
</context>
<context>
    <name>RowsPanel</name>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>全部收进</source>
        <translation>Take all</translation>
    </message>
    <message>
        <source>全部留出</source>
        <translation>Leave all out</translation>
    </message>
    <message>
        <source>冲突</source>
        <translation>Conflicts</translation>
    </message>
    <message>
        <source>手工改动</source>
        <translation>By hand</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>New</translation>
    </message>
    <message>
        <source>更改</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>未采用</source>
        <translation>Not taken</translation>
    </message>
</context>
<context>
    <name>SavedFilters</name>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>保存现在的筛选…</source>
        <translation>Save this filter…</translation>
    </message>
    <message>
        <source>保存筛选</source>
        <translation>Save filter</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>已保存筛选“{name}”</source>
        <translation>Filter '{name}' saved</translation>
    </message>
    <message>
        <source>已删除筛选“{name}”</source>
        <translation>Filter '{name}' deleted</translation>
    </message>
    <message>
        <source>已改名为“{name}”</source>
        <translation>Renamed to '{name}'</translation>
    </message>
    <message>
        <source>改名</source>
        <translation>Rename</translation>
    </message>
    <message>
        <source>改名…</source>
        <translation>Rename…</translation>
    </message>
    <message>
        <source>改名或删除</source>
        <translation>Rename or delete</translation>
    </message>
    <message>
        <source>给“{name}”改名</source>
        <translation>Rename '{name}'</translation>
    </message>
</context>
<context>
    <name>Saying</name>
    <message>
        <source>已撤销</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>没有改动</source>
        <translation>Nothing changed</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>↑ ↓ 选择　回车 打开　Ctrl+回车 列出这一类全部　Esc 收起</source>
        <translation>↑ ↓ choose   Enter open   Ctrl+Enter list all of the group   Esc close</translation>
    </message>
    <message>
        <source>搜索结果</source>
        <translation>Search results</translation>
    </message>
    <message>
        <source>没有找到“{text}”。</source>
        <translation>Nothing found for “{text}”.</translation>
    </message>
    <message>
        <source>还有 {count} 条以上，全部列出</source>
        <translation>More than {count} more: list all</translation>
    </message>
    <message>
        <source>还有 {count} 条，全部列出</source>
        <translation>{count} more: list all</translation>
    </message>
    <message>
        <source>还有更多，全部列出</source>
        <translation>More: list all</translation>
    </message>
</context>
<context>
    <name>SectionBox</name>
    <message>
        <source>已展开</source>
        <translation>open</translation>
    </message>
    <message>
        <source>已收起</source>
        <translation>folded</translation>
    </message>
</context>
<context>
    <name>SelfTest</name>
    <message>
        <source>自检没有通过：没有走完。</source>
        <translation>Self-test failed: it did not come to its end.</translation>
    </message>
    <message>
        <source>自检没有通过：镇里收到 {visits} 条走访、{issues} 个问题。</source>
        <translation>Self-test failed: the town has {visits} visits and {issues} issues.</translation>
    </message>
    <message>
        <source>自检通过：建账、录入、导出、导入、窗口都正常。</source>
        <translation>Self-test passed: ledger, entry, export, import and window work.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>一般件期限</source>
        <translation>Limit, ordinary</translation>
    </message>
    <message>
        <source>临期提醒</source>
        <translation>Due soon</translation>
    </message>
    <message>
        <source>人员与职责</source>
        <translation>People and duties</translation>
    </message>
    <message>
        <source>保留年限</source>
        <translation>Years kept</translation>
    </message>
    <message>
        <source>备份位置</source>
        <translation>Backup folder</translation>
    </message>
    <message>
        <source>常用筛选</source>
        <translation>saved filters</translation>
    </message>
    <message>
        <source>急件期限</source>
        <translation>Limit, urgent</translation>
    </message>
    <message>
        <source>期限按</source>
        <translation>Count</translation>
    </message>
    <message>
        <source>核查提醒</source>
        <translation>Waiting for a check</translation>
    </message>
    <message>
        <source>灯的颜色</source>
        <translation>Light colours</translation>
    </message>
    <message>
        <source>问题类别</source>
        <translation>Issue categories</translation>
    </message>
    <message>
        <source>难件期限</source>
        <translation>Limit, hard</translation>
    </message>
    <message>
        <source>默认办理期限</source>
        <translation>Days to solve</translation>
    </message>
</context>
<context>
    <name>SettingsDeadlines</name>
    <message>
        <source>期限与灯</source>
        <translation>Deadlines and lights</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>上报到</source>
        <translation>Reports to</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>People</translation>
    </message>
    <message>
        <source>从名单里选，或直接输入。此后的记录都记在这个人名下。</source>
        <translation>Choose from the list or type; what is recorded from now on is under this name.</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>字号</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>已保存：{name}</source>
        <translation>Saved: {name}</translation>
    </message>
    <message>
        <source>当前记录人</source>
        <translation>Recorded by</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>明暗</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>显示</source>
        <translation>Display</translation>
    </message>
    <message>
        <source>显示已改变</source>
        <translation>The display has changed</translation>
    </message>
    <message>
        <source>村</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>级别</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>编码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>语言在下次打开程序时改变。</source>
        <translation>The language changes when the program is opened next.</translation>
    </message>
    <message>
        <source>账本文件</source>
        <translation>Ledger file</translation>
    </message>
    <message>
        <source>镇</source>
        <translation>Town</translation>
    </message>
</context>
<context>
    <name>SheetModel</name>
    <message>
        <source>读作 {value}：{why}</source>
        <translation>Read as {value}: {why}</translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <source>表格原样，上方是每列取作什么</source>
        <translation>The sheet as it looks, above it where each column goes</translation>
    </message>
</context>
<context>
    <name>Showing</name>
    <message>
        <source>今天 {clock}</source>
        <translation>today {clock}</translation>
    </message>
    <message>
        <source>昨天 {clock}</source>
        <translation>yesterday {clock}</translation>
    </message>
</context>
<context>
    <name>Sorting</name>
    <message>
        <source>恢复原来的顺序</source>
        <translation>Back to the usual order</translation>
    </message>
    <message>
        <source>按{column}升序</source>
        <translation>By {column}, ascending</translation>
    </message>
    <message>
        <source>按{column}降序</source>
        <translation>By {column}, descending</translation>
    </message>
    <message>
        <source>排序</source>
        <translation>Order</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>分户</source>
        <translation>Split</translation>
    </message>
    <message>
        <source>分户：{name}</source>
        <translation>Split household: {name}</translation>
    </message>
    <message>
        <source>勾选分出去的人，再给新户选户主。原来的户编号、走访和经过都不变。</source>
        <translation>Tick who moves out, then choose the head of the new household. The old number, visits and history stay.</translation>
    </message>
    <message>
        <source>已分户</source>
        <translation>Household split</translation>
    </message>
    <message>
        <source>新户</source>
        <translation>New household</translation>
    </message>
</context>
<context>
    <name>StartRefusal</name>
    <message>
        <source>关闭程序</source>
        <translation>Close the program</translation>
    </message>
    <message>
        <source>打不开账本</source>
        <translation>The ledger cannot be opened</translation>
    </message>
    <message>
        <source>走访通</source>
        <translation>Zoufang</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>{file}：请点一下这份表记的是哪一种。</source>
        <translation>{file}: say what a row of it is.</translation>
    </message>
    <message>
        <source>不取，返回</source>
        <translation>Take nothing, go back</translation>
    </message>
    <message>
        <source>先点这份表记的是哪一种，再选文件。</source>
        <translation>Say what a row of the file is, then choose the file.</translation>
    </message>
    <message>
        <source>取数：把原有的台账取进来</source>
        <translation>Take in an existing ledger</translation>
    </message>
    <message>
        <source>台账 ({patterns})</source>
        <translation>Ledgers ({patterns})</translation>
    </message>
    <message>
        <source>把台账拖到这里。Excel、WPS 表格和 .csv 都可以，原文件不改；取入前可以先看、先改。</source>
        <translation>Drop the ledger here: Excel, WPS or .csv. The file is not changed; look at it and correct it before anything is taken in.</translation>
    </message>
    <message>
        <source>这份表一行记的是</source>
        <translation>A row of this file is</translation>
    </message>
    <message>
        <source>选择文件…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>选择要取数的台账</source>
        <translation>Choose the ledger to take in</translation>
    </message>
    <message>
        <source>重新读取</source>
        <translation>Read again</translation>
    </message>
</context>
<context>
    <name>StepDialog</name>
    <message>
        <source>不办了  Esc</source>
        <translation>Leave it  Esc</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>StepTaker</name>
    <message>
        <source>{act}：{title}</source>
        <translation>{act}: {title}</translation>
    </message>
    <message>
        <source>{owner}名下现在有 {count} 件没有销号的问题，这一步只交接这一件。</source>
        <translation>{owner} has {count} open issues; this step hands over this one only.</translation>
    </message>
    <message>
        <source>上次填到一半的内容还在。</source>
        <translation>What was typed last time is still here.</translation>
    </message>
    <message>
        <source>作为佐证的照片和文件</source>
        <translation>Photos and files as evidence</translation>
    </message>
    <message>
        <source>已{act}</source>
        <translation>Done: {act}</translation>
    </message>
    <message>
        <source>输入编号或几个字查找</source>
        <translation>Type a number or some words</translation>
    </message>
    <message>
        <source>附件里已有 {names}，不另填佐证材料时就以它们为准。</source>
        <translation>{names} are attached already and count as the evidence unless other is given.</translation>
    </message>
</context>
<context>
    <name>StepTelling</name>
    <message>
        <source>现在是“{card}”，单号 {number}。</source>
        <translation>It stands at '{card}', no. {number}.</translation>
    </message>
    <message>
        <source>现在的时限是 {day}（{left}）。</source>
        <translation>The deadline is {day} ({left}).</translation>
    </message>
    <message>
        <source>现在的责任人是{owner}。</source>
        <translation>The person in charge is {owner}.</translation>
    </message>
    <message>
        <source>申请延期至 {day}，原因：{reason}</source>
        <translation>Asked for until {day}, because: {reason}</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>线索内容只存进本机的限阅库：不进账本、不进交换文件、查不到。账本里只记“已移送”和日期。</source>
        <translation>What the clue says is kept in the restricted store of this computer only; the ledger says that it was handed on, and when.</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>{count} 个：{act}</source>
        <translation>{count}: {act}</translation>
    </message>
    <message>
        <source>{count} 条</source>
        <translation>{count} records</translation>
    </message>
    <message>
        <source>修改{kind}</source>
        <translation>{kind} changed</translation>
    </message>
    <message>
        <source>修改设置</source>
        <translation>setting changed</translation>
    </message>
    <message>
        <source>分出{kind}</source>
        <translation>Split off {kind}</translation>
    </message>
    <message>
        <source>办理问题</source>
        <translation>step on issue</translation>
    </message>
    <message>
        <source>匿名处理</source>
        <translation>Make anonymous</translation>
    </message>
    <message>
        <source>合并{kind}</source>
        <translation>Merge {kind}</translation>
    </message>
    <message>
        <source>填写</source>
        <translation>fill in</translation>
    </message>
    <message>
        <source>处理{kind}的冲突</source>
        <translation>{kind}: conflict settled</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>import of</translation>
    </message>
    <message>
        <source>已撤销：{step}</source>
        <translation>Undone: {step}</translation>
    </message>
    <message>
        <source>已重做：{step}</source>
        <translation>Redone: {step}</translation>
    </message>
    <message>
        <source>恢复{kind}</source>
        <translation>{kind} restored</translation>
    </message>
    <message>
        <source>换{kind}主</source>
        <translation>Change head of {kind}</translation>
    </message>
    <message>
        <source>撤回{kind}</source>
        <translation>{kind} withdrawn</translation>
    </message>
    <message>
        <source>新增{kind}</source>
        <translation>{kind} added</translation>
    </message>
    <message>
        <source>（{count} 项后来又改过，没有动）</source>
        <translation> ({count} changed since, left alone)</translation>
    </message>
</context>
<context>
    <name>SubjectKnowing</name>
    <message>
        <source>新建{label}“{name}”…</source>
        <translation>New: {label} “{name}”…</translation>
    </message>
</context>
<context>
    <name>TagEdit</name>
    <message>
        <source>移除 {word}</source>
        <translation>Remove {word}</translation>
    </message>
</context>
<context>
    <name>TemplateShelf</name>
    <message>
        <source>不删除</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>其中 {count} 栏是猜的，请核对。</source>
        <translation> {count} of them are guesses; please check.</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>删除表样“{name}”？已经填好的表不受影响。</source>
        <translation>Remove the form {name}? Filled files stay.</translation>
    </message>
    <message>
        <source>已删除表样“{name}”。</source>
        <translation>Removed the form {name}.</translation>
    </message>
    <message>
        <source>已添加“{name}”，认出 {known} 栏（共 {total} 栏）。</source>
        <translation>Added {name}; {known} of {total} columns were recognised.</translation>
    </message>
    <message>
        <source>正在读 {file}</source>
        <translation>Reading {file}</translation>
    </message>
    <message>
        <source>添加表样…</source>
        <translation>Add a form…</translation>
    </message>
    <message>
        <source>表样</source>
        <translation>Forms</translation>
    </message>
    <message>
        <source>选择空表样</source>
        <translation>Choose an empty form</translation>
    </message>
</context>
<context>
    <name>TemplatesWindow</name>
    <message>
        <source>{file} · 工作表“{sheet}”</source>
        <translation>{file} · sheet {sheet}</translation>
    </message>
    <message>
        <source>个人信息已遮住；要完整的，请勾选“含个人信息”再填一次。</source>
        <translation> Personal data is masked; to have it in full, tick “With personal data” and fill again.</translation>
    </message>
    <message>
        <source>保存各栏</source>
        <translation>Save columns</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>列表里共 {count} 条。</source>
        <translation>{count} records in the list.</translation>
    </message>
    <message>
        <source>各栏填什么已经保存，下次直接用。</source>
        <translation>The columns are saved and will be used from now on.</translation>
    </message>
    <message>
        <source>填好并另存</source>
        <translation>Fill and save</translation>
    </message>
    <message>
        <source>已填好 {count} 条：{place}。</source>
        <translation>Filled with {count} records: {place}.</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>按列表现在的筛选，共 {count} 条。</source>
        <translation>{count} records by the filters of the list.</translation>
    </message>
    <message>
        <source>按表样导出 · {kind}</source>
        <translation>Fill a form · {kind}</translation>
    </message>
    <message>
        <source>添加表样…</source>
        <translation>Add a form…</translation>
    </message>
    <message>
        <source>表样</source>
        <translation>Forms</translation>
    </message>
    <message>
        <source>表里有完整的个人信息，请妥善保管，只交给该收的人。</source>
        <translation> It holds personal data in full; keep it safe.</translation>
    </message>
    <message>
        <source>请写好起止日期。</source>
        <translation>Write both days of the period.</translation>
    </message>
    <message>
        <source>这里存本单位自己的空表样，例如镇里发的报表。
添加一张（.xlsx，表头下面留空行），选好各栏填什么，以后一按就按原样填好。</source>
        <translation>Here are the empty forms of your office.
Add one (.xlsx, with blank rows below its headings) and choose what goes into each column; from then on one press fills it.</translation>
    </message>
</context>
<context>
    <name>ThirdValue</name>
    <message>
        <source>都不对，另写一个</source>
        <translation>Neither: write another</translation>
    </message>
    <message>
        <source>采用所写的 Ctrl+Enter</source>
        <translation>Take what is written  Ctrl+Enter</translation>
    </message>
    <message>
        <source>采用所写的 Enter</source>
        <translation>Take what is written  Enter</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>{label}：{text}</source>
        <translation>{label}: {text}</translation>
    </message>
    <message>
        <source>更早的 {count} 条</source>
        <translation>{count} earlier</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>{count} 条</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>{count} 条记录有新内容，还没有导出给镇里。</source>
        <translation>{count} records have changes not yet exported to the town.</translation>
    </message>
    <message>
        <source>{word} {count} 条</source>
        <translation>{word}: {count}</translation>
    </message>
    <message>
        <source>{year} 年 {month} 月 {day} 日 {weekday}</source>
        <translation>{year}-{month}-{day} {weekday}</translation>
    </message>
    <message>
        <source>上次导出：{when}</source>
        <translation>Last export: {when}</translation>
    </message>
    <message>
        <source>丢弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>丢弃草稿 {title}</source>
        <translation>Discard draft {title}</translation>
    </message>
    <message>
        <source>临期</source>
        <translation>Due soon</translation>
    </message>
    <message>
        <source>今日</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>全部 {count} 条</source>
        <translation>All {count}</translation>
    </message>
    <message>
        <source>全部走访</source>
        <translation>All visits</translation>
    </message>
    <message>
        <source>去导出</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>另有 {count} 份</source>
        <translation>{count} more</translation>
    </message>
    <message>
        <source>导入工作簿</source>
        <translation>Import workbooks</translation>
    </message>
    <message>
        <source>导出上报</source>
        <translation>Export report</translation>
    </message>
    <message>
        <source>导出答复</source>
        <translation>Export answers</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>新增走访</source>
        <translation>New visit</translation>
    </message>
    <message>
        <source>新增问题</source>
        <translation>New issue</translation>
    </message>
    <message>
        <source>未定责任人</source>
        <translation>no owner</translation>
    </message>
    <message>
        <source>没写完的</source>
        <translation>Unfinished</translation>
    </message>
    <message>
        <source>没有逾期和临期的问题。</source>
        <translation>No issue is overdue or due soon.</translation>
    </message>
    <message>
        <source>等着办的</source>
        <translation>Waiting for somebody</translation>
    </message>
    <message>
        <source>给 {villages} 个村的 {count} 条记录有新的答复，还没有导出。</source>
        <translation>{count} records of {villages} villages have new answers not yet exported.</translation>
    </message>
    <message>
        <source>草稿已丢弃</source>
        <translation>Draft discarded</translation>
    </message>
    <message>
        <source>要抓紧的问题</source>
        <translation>Pressing issues</translation>
    </message>
    <message>
        <source>记第一次走访</source>
        <translation>Record the first visit</translation>
    </message>
    <message>
        <source>近 7 天走访</source>
        <translation>Visits of the last 7 days</translation>
    </message>
    <message>
        <source>还没有内容</source>
        <translation>still empty</translation>
    </message>
    <message>
        <source>还没有导出</source>
        <translation>Not exported yet</translation>
    </message>
    <message>
        <source>这几天还没有走访记录。</source>
        <translation>No visits in these days yet.</translation>
    </message>
    <message>
        <source>这里会列出逾期和临期的问题。先导入各村交来的工作簿。</source>
        <translation>Overdue issues and those due soon appear here. Start by importing the workbooks of the villages.</translation>
    </message>
    <message>
        <source>这里会列出逾期和临期的问题。先记下第一次走访。</source>
        <translation>Overdue issues and those due soon appear here. Start by recording the first visit.</translation>
    </message>
    <message>
        <source>逾期</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>都已导出，没有等着交换的记录。</source>
        <translation>Everything has been exported.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>{count} 条未上报</source>
        <translation>{count} not reported</translation>
    </message>
    <message>
        <source>{count} 条未下发</source>
        <translation>{count} not sent down</translation>
    </message>
    <message>
        <source>到“交换”导出</source>
        <translation>Export on the page Exchange</translation>
    </message>
    <message>
        <source>换人</source>
        <translation>Change person</translation>
    </message>
    <message>
        <source>换人，现在是{name}</source>
        <translation>Change person, now {name}</translation>
    </message>
    <message>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>搜索姓名、拼音、电话、内容…  Ctrl+K</source>
        <translation>Search name, pinyin, phone, text…  Ctrl+K</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>未上报</source>
        <translation>Not reported</translation>
    </message>
    <message>
        <source>没有写姓名</source>
        <translation>no name</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
</context>
<context>
    <name>TownReceipts</name>
    <message>
        <source>{when}　{file}　新增 {created}，更新 {updated}</source>
        <translation>{when}　{file}　{created} new, {updated} updated</translation>
    </message>
    <message>
        <source>本月 {came} 个村的文件都收到了。按收到的日期算月份。</source>
        <translation>This month workbooks came from all {came} villages. Months go by the day of arrival.</translation>
    </message>
    <message>
        <source>本月已收到 {came} 个村的文件，还有 {missing} 个村没有。按收到的日期算月份。</source>
        <translation>This month: files of {came} villages came, {missing} are missing. Months are those of receipt.</translation>
    </message>
    <message>
        <source>还不知道有哪些村。收到第一个村的工作簿后，这里按月列出各村的上报。</source>
        <translation>No village is known yet. After the first workbook the reports of each village stand here by month.</translation>
    </message>
    <message>
        <source>这一格的文件</source>
        <translation>Files of this cell</translation>
    </message>
    <message>
        <source>这个月没有收到文件。</source>
        <translation>No file came this month.</translation>
    </message>
    <message>
        <source>，手工改动 {count} 处</source>
        <translation>, {count} changed by hand</translation>
    </message>
</context>
<context>
    <name>Trend</name>
    <message>
        <source>{month} 月</source>
        <translation>{month}</translation>
    </message>
    <message>
        <source>办理中的在哪里（按{what}）</source>
        <translation>Where the work lies (by {what})</translation>
    </message>
    <message>
        <source>另有 {count} 个，见表。</source>
        <translation>{count} more; see the table.</translation>
    </message>
    <message>
        <source>近 12 个月</source>
        <translation>Last 12 months</translation>
    </message>
</context>
<context>
    <name>UnitField</name>
    <message>
        <source>单位</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>找到的单位</source>
        <translation>Offices found</translation>
    </message>
    <message>
        <source>正在查找…</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>没有找到“{text}”。可以换成上级名称加本级名称，如“天王 唐陵”。</source>
        <translation>Nothing found for “{text}”. Try the name above and its own, like “天王 唐陵”.</translation>
    </message>
    <message>
        <source>输入名称、拼音首字母或 12 位编码</source>
        <translation>Name, pinyin or 12-digit code</translation>
    </message>
</context>
<context>
    <name>UnkeptDialog</name>
    <message>
        <source>不关闭</source>
        <translation>Do not close</translation>
    </message>
    <message>
        <source>不要了，关闭</source>
        <translation>Discard and close</translation>
    </message>
    <message>
        <source>复制文字</source>
        <translation>Copy the text</translation>
    </message>
    <message>
        <source>存为文件</source>
        <translation>Save as a file</translation>
    </message>
    <message>
        <source>存为文件…</source>
        <translation>Save as a file…</translation>
    </message>
    <message>
        <source>已复制。先粘贴到别处再关闭：程序关了，有的电脑就粘贴不出来了。</source>
        <translation>Copied. Paste it elsewhere before you close: on some computers it is gone with the program.</translation>
    </message>
    <message>
        <source>已存为 {file}，可以关闭了。</source>
        <translation>Saved as {file}; you can close now.</translation>
    </message>
    <message>
        <source>文本文件 (*.txt)</source>
        <translation>Text files (*.txt)</translation>
    </message>
    <message>
        <source>正在写的内容</source>
        <translation>What you are writing</translation>
    </message>
    <message>
        <source>正在写的内容还没有存下</source>
        <translation>What you are writing is not saved</translation>
    </message>
    <message>
        <source>没有存下的内容.txt</source>
        <translation>Unsaved.txt</translation>
    </message>
    <message>
        <source>草稿存不进账本（磁盘满了，或账本写不进去）。现在关闭，下面的内容就没有了。</source>
        <translation>The draft cannot be stored: the disk is full, or the ledger cannot be written. What stands below is lost if you close now.</translation>
    </message>
    <message>
        <source>这个位置也存不进去，请换一个，比如 U 盘。</source>
        <translation>It cannot be written there either; choose another place, such as a USB stick.</translation>
    </message>
</context>
<context>
    <name>UnlockPanel</name>
    <message>
        <source>现在可以再试了。</source>
        <translation>You can try again now.</translation>
    </message>
    <message>
        <source>账本密码</source>
        <translation>Password of the ledger</translation>
    </message>
</context>
<context>
    <name>UnlockWindow</name>
    <message>
        <source>关闭程序</source>
        <translation>Close the program</translation>
    </message>
    <message>
        <source>忘了密码</source>
        <translation>Forgotten</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>打开账本</source>
        <translation>Open the ledger</translation>
    </message>
    <message>
        <source>打开账本 · 走访通</source>
        <translation>Open the ledger · Zoufang</translation>
    </message>
    <message>
        <source>这本账设有密码</source>
        <translation>This ledger has a password</translation>
    </message>
</context>
<context>
    <name>Unmasking</name>
    <message>
        <source>录入{label}</source>
        <translation>New record: {label}</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>查看完整的个人信息</source>
        <translation>See personal data whole</translation>
    </message>
    <message>
        <source>谁在什么时候、为什么看了哪一条，会记入查看登记，不能修改。</source>
        <translation>Who looked at which record, when and why, is noted in the access log and cannot be changed.</translation>
    </message>
</context>
<context>
    <name>ValueCard</name>
    <message>
        <source>现在显示</source>
        <translation>shown now</translation>
    </message>
</context>
<context>
    <name>VillageReceipts</name>
    <message>
        <source>{count} 条已经导出，等{town}的回执。</source>
        <translation>{count} exported, waiting for the receipt of {town}.</translation>
    </message>
    <message>
        <source>{count} 条还没有导出，请导出后交给{town}。</source>
        <translation>{count} not exported yet: export them and hand them to {town}.</translation>
    </message>
    <message>
        <source>{town}已收到 {records} 条中的 {confirmed} 条</source>
        <translation>{town} has {confirmed} of {records}</translation>
    </message>
    <message>
        <source>去导出上报</source>
        <translation>Go to export</translation>
    </message>
    <message>
        <source>按{when}收到的{town}的文件计算。</source>
        <translation>As told by the file of {town} that came {when}.</translation>
    </message>
    <message>
        <source>还没有收到{town}的文件：导入它的答复以后，才知道收到了哪些。</source>
        <translation>No file of {town} has come: its answer tells what it has received.</translation>
    </message>
    <message>
        <source>还没有记录。</source>
        <translation>No records yet.</translation>
    </message>
    <message>
        <source>镇里</source>
        <translation>the town</translation>
    </message>
    <message>
        <source>镇里已收到的部分</source>
        <translation>The part the town has received</translation>
    </message>
    <message>
        <source>镇里收到多少</source>
        <translation>What the town has received</translation>
    </message>
</context>
<context>
    <name>VisitEntry</name>
    <message>
        <source>保存并下一户  Ctrl+Enter</source>
        <translation>Save and next visit  Ctrl+Enter</translation>
    </message>
    <message>
        <source>这一天已经记过走访{name}（{visitors}），可能重复了。</source>
        <translation>A visit to {name} is already recorded on this day ({visitors}); this may be a double.</translation>
    </message>
</context>
<context>
    <name>VisitsPage</name>
    <message>
        <source>全部处理情况</source>
        <translation>Any handling</translation>
    </message>
    <message>
        <source>全部方式</source>
        <translation>Any way</translation>
    </message>
    <message>
        <source>全部组</source>
        <translation>Any group</translation>
    </message>
    <message>
        <source>走访</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>这里记录每一次走访：去了谁家，谁去的，反映了什么，怎么处理的。</source>
        <translation>Every visit is written down here: to whom, by whom, what was raised and how it was handled.</translation>
    </message>
</context>
<context>
    <name>WhoBar</name>
    <message>
        <source>以后再说</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>现在是谁在用？</source>
        <translation>Who is working now?</translation>
    </message>
    <message>
        <source>还是{name}</source>
        <translation>Still {name}</translation>
    </message>
</context>
<context>
    <name>WorkbookDialogs</name>
    <message>
        <source>Excel 工作簿 (*.xlsx)</source>
        <translation>Excel workbook (*.xlsx)</translation>
    </message>
</context>
<context>
    <name>WorkingAs</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>此后的记录记在{name}名下</source>
        <translation>What is recorded from now on is under the name {name}</translation>
    </message>
</context>
<context>
    <name>YearsBox</name>
    <message>
        <source> 年</source>
        <translation> years</translation>
    </message>
    <message>
        <source>不处理</source>
        <translation>never</translation>
    </message>
</context>
<context>
    <name>times</name>
    <message>
        <source>今天</source>
        <translation>today</translation>
    </message>
    <message>
        <source>今天 {clock}</source>
        <translation>today {clock}</translation>
    </message>
    <message>
        <source>周一</source>
        <translation>Mon</translation>
    </message>
    <message>
        <source>周三</source>
        <translation>Wed</translation>
    </message>
    <message>
        <source>周二</source>
        <translation>Tue</translation>
    </message>
    <message>
        <source>周五</source>
        <translation>Fri</translation>
    </message>
    <message>
        <source>周六</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>周四</source>
        <translation>Thu</translation>
    </message>
    <message>
        <source>周日</source>
        <translation>Sun</translation>
    </message>
    <message>
        <source>昨天</source>
        <translation>yesterday</translation>
    </message>
    <message>
        <source>昨天 {clock}</source>
        <translation>yesterday {clock}</translation>
    </message>
</context>
</TS>
