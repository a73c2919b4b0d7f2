//! One key in a search field at 100,000 students, beside fuzzy-matching every row.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::books::register::directory::{Cursor, Directory, Entry};
use rollbook::books::register::pinyin;

const STUDENTS: u64 = 100_000;
const ROUNDS: usize = 21;
const LIMIT: usize = 50;

/// Common surnames weigh more, as they do in a school.
const SURNAMES: &str = "王王王王李李李李张张张张刘刘刘陈陈陈杨杨赵赵黄黄周周吴吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧\
    程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段单解仇朴查盖";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌小晓梓涵子轩浩宇欣怡雨泽诗雅思源佳琪\
    俊熙一诺天乐晨曦嘉懿若汐雪儿博瑞梦瑶可馨安然语嫣睿宸航铭昊鑫鹏程飞龙翔宁和行长重参朝";

/// Whole words, mistyped words, initials, mixtures and numbers, each typed key by key.
const TEXTS: &[&str] = &[
    "zhangsan",
    "zs",
    "wxm",
    "lihua",
    "an",
    "ang",
    "ning",
    "ouyang",
    "zhsf",
    "zhngwei",
    "wangzhng",
    "guoxn",
    "ian",
    "u",
    "hh",
    "张s",
    "王小明",
    "小明",
    "13800",
    "3800",
    "0",
    "20250001",
    "s1042",
    "mingzhe",
    "gggg",
    "nanan",
];

fn students() -> Vec<(u64, String, String)> {
    let mut dice = ChaCha8Rng::seed_from_u64(1);
    let (surnames, given): (Vec<char>, Vec<char>) = (
        SURNAMES.chars().filter(|c| !c.is_whitespace()).collect(),
        GIVEN.chars().filter(|c| !c.is_whitespace()).collect(),
    );
    (1..=STUDENTS)
        .map(|id| {
            let mut name = String::from(surnames[dice.random_range(0..surnames.len())]);
            for _ in 0..if dice.random_range(0..5) == 0 { 1 } else { 2 } {
                name.push(given[dice.random_range(0..given.len())]);
            }
            (id, name, format!("1{}", dice.random_range(3_000_000_000u64..9_999_999_999)))
        })
        .collect()
}

fn entry((id, name, phone): &(u64, String, String)) -> Entry<'_> {
    let numbers = vec![format!("S{id}").into(), (20_250_000 + id).to_string().into()];
    Entry { id: *id, name, phones: vec![phone.as_str().into()], numbers, born: None }
}

/// Each key's own median over the rounds, so that another program's turn does not count as ours.
fn keys(directory: &Directory) -> Vec<(Duration, String)> {
    let mut keys = Vec::new();
    for text in TEXTS {
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let mut times = vec![Vec::new(); ends.len()];
        for _ in 0..ROUNDS {
            let mut cursor = Cursor::default();
            for (&end, times) in ends.iter().zip(&mut times) {
                let start = Instant::now();
                black_box(directory.search(&mut cursor, &text[..end], LIMIT));
                times.push(start.elapsed());
            }
        }
        for (&end, times) in ends.iter().zip(&mut times) {
            times.sort_unstable();
            keys.push((times[ROUNDS / 2], text[..end].to_owned()));
        }
    }
    keys.sort();
    keys
}

fn one_key(c: &mut Criterion) {
    let students = students();
    let start = Instant::now();
    let directory = Directory::build(students.iter().map(entry));
    println!("build of {STUDENTS}: {:?}", start.elapsed());

    let keys = keys(&directory);
    println!("one key, {} keys: median {:?}", keys.len(), keys[keys.len() / 2].0);
    for (time, text) in keys.iter().rev().take(8) {
        println!("  slowest: {time:?} for {text:?}");
    }
    let start = Instant::now();
    black_box(directory.similar("张小明", "13800133800", None));
    println!("similar: {:?}", start.elapsed());

    let mut group = c.benchmark_group("one key at 100,000");
    group.sample_size(10);
    group.bench_function("narrowing: zhangs to zhangsa", |b| {
        b.iter_batched_ref(
            || {
                let mut cursor = Cursor::default();
                directory.search(&mut cursor, "zhangs", LIMIT);
                cursor
            },
            |cursor| directory.search(cursor, "zhangsa", LIMIT),
            criterion::BatchSize::SmallInput,
        );
    });
    group.bench_function("afresh: zhangsa", |b| {
        b.iter(|| directory.search(&mut Cursor::default(), "zhangsa", LIMIT));
    });
    let rows: Vec<String> = students
        .iter()
        .map(|(id, name, phone)| {
            let (wholes, initials) = pinyin::ways(&pinyin::units(name));
            let joined =
                |set: std::collections::BTreeSet<String>| set.into_iter().collect::<Vec<_>>().join(" ");
            format!("{name} {} {} {phone} s{id}", joined(wholes), joined(initials))
        })
        .collect();
    let matcher = SkimMatcherV2::default();
    group.bench_function("every row fuzzy-matched: zhangsa", |b| {
        b.iter(|| rows.iter().filter_map(|row| matcher.fuzzy_match(row, "zhangsa")).max());
    });
    group.finish();
}

criterion_group!(benches, one_key);
criterion_main!(benches);
