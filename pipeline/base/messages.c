#include "base/messages.h"
#include <stddef.h>

const struct message messages[] = {
    {"cannot open: %s", "无法打开：%s"},
    {"not a regular file", "不是普通文件"},
    {"cannot read: %s", "无法读取：%s"},
    {"the file changed while it was read", "读取过程中文件发生变化"},
    {"larger than %zu bytes", "超过 %zu 字节"},
    {"cannot write: %s", "无法写入：%s"},
    {"cannot make the folder: %s", "无法建立文件夹：%s"},
    {"cannot list the folder: %s", "无法列出文件夹：%s"},
    {NULL, NULL},
};
