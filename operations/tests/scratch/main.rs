#[path = "../hall/mod.rs"] mod hall;
#[path = "../people/front.rs"] mod front;
#[path = "../people/person.rs"] mod person;
use hall::Hall; use person::Person; use operations::sign_in; use jiff::ToSpan; use std::time::Instant;
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timing() {
    let hall = Hall::open().await;
    for n in 0..60 { hall.welcome(&Person::numbered(n)).await; }
    sign_in::set_password(&hall.desk, "0001-HALL", "Tea-at-4-o'clock").await.unwrap();
    let (mut k, mut u, mut kc, mut uc) = (vec![], vec![], vec![], vec![]);
    for i in 0..120u32 {
        hall.wait(61.minutes());
        let person = Person::numbered(1);
        for (mobile, v) in [(person.mobile().to_owned(), &mut k), (format!("137000001{:02}", i % 50), &mut u)] {
            let b = hall.browser(); let t = Instant::now();
            assert!(sign_in::with_password(&hall.desk, &mobile, "wrong", &b).await.is_err());
            v.push(t.elapsed().as_micros());
        }
        let p = Person::numbered(u128::from(i % 60));
        let order = if i % 2 == 0 { [true, false] } else { [false, true] };
        for known in order {
            let mobile = if known { p.mobile().to_owned() } else { format!("137000002{:02}", i % 60) };
            let b = hall.browser_at(&format!("10.0.0.{i}")); let t = Instant::now();
            sign_in::request_code(&hall.desk, &mobile, &b).await.unwrap();
            (if known { &mut kc } else { &mut uc }).push(t.elapsed().as_micros());
        }
    }
    for (n, v) in [("password known", &mut k), ("password unknown", &mut u), ("code known", &mut kc), ("code unknown", &mut uc)] {
        v.sort(); println!("{n}: p10 {} p50 {} p90 {}", v[v.len()/10], v[v.len()/2], v[v.len()*9/10]);
    }
}
