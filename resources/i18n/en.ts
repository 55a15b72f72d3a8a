<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>BusyBar</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>{done} / {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>还需 {seconds} 秒</source>
        <translation>{seconds} s left</translation>
    </message>
    <message>
        <source>还需约 {minutes} 分钟</source>
        <translation>about {minutes} min left</translation>
    </message>
    <message>
        <source>正在取消…</source>
        <translation>Cancelling…</translation>
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
    <name>DateEdit</name>
    <message>
        <source>打开日历</source>
        <translation>open the calendar</translation>
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
    <name>ReadingPane</name>
    <message>
        <source>经过</source>
        <translation>History</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>{label}：{before} → {after}</source>
        <translation>{label}: {before} → {after}</translation>
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
    <name>TagEdit</name>
    <message>
        <source>移除 {word}</source>
        <translation>Remove {word}</translation>
    </message>
</context>
</TS>
