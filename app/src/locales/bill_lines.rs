//! Words of the island that narrows and orders the lines of a bill.

super::texts! {
    kind: "类别", "Kind";
    every_kind: "全部类别", "Every kind";
    search: "搜索", "Search";
    order: "排序", "Order";
    as_billed: "按账单顺序", "As on the bill";
    most_first: "金额从高到低", "Largest amount first";
    least_first: "金额从低到高", "Smallest amount first";
    shown(count: usize, all: usize, sum: &str): "共{all}项，显示{count}项，合计{sum}", "{count} of {all} charges shown, {sum}" | "{count} of {all} charges shown, {sum} together";
    none_shown: "没有符合条件的项目", "No charge matches";
}
