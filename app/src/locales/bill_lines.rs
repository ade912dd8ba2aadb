//! Words of the island that narrows and orders the lines of a bill.

super::texts! {
    shown(count: usize, all: usize, sum: &str): "共{all}项，显示{count}项，合计{sum}", "{count} of {all} charges shown, {sum}" | "{count} of {all} charges shown, {sum} together";
    none_shown: "没有符合条件的项目", "No charge matches";
}
