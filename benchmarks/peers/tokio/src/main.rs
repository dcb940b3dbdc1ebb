//! What Tokio does in the benchmarks, on its current-thread runtime: work WORK SIZE. See ../../README.md for the words
//! that are spoken with the harness.

use std::future::Future;
use std::io::{BufRead, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, Mutex};
use tokio::task::{spawn, yield_now};

const HOUR: Duration = Duration::from_secs(3600);
const NAMES: [&str; 13] = [
    "timers", "switch", "create", "gather", "group", "deep", "cancel", "lock", "queue", "spawn", "sleepers", "echo", "udp",
];

/// So many delays below 50 milliseconds in no order, the same ones each time.
fn delays(size: u64) -> impl Iterator<Item = Duration> {
    let mut state: u64 = size;
    (0..size).map(move |_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        Duration::from_micros((state >> 33) % 50_000)
    })
}

/// A timer is a task here. It has to have its first turn, for only then is the timer set.
async fn timers(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        let timers: Vec<_> = delays(size).map(|delay| spawn(tokio::time::sleep(delay))).collect();
        yield_now().await;
        for timer in timers.iter().skip(1).step_by(2) {
            timer.abort();
        }
        for timer in timers {
            let _ = timer.await;
        }
    }
    times * size
}

fn start_taking_turns(size: u64) {
    for _ in 1..size {
        spawn(async {
            loop {
                yield_now().await;
            }
        });
    }
}

async fn switch(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        yield_now().await;
    }
    times * size
}

async fn create(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        for _ in 1..size {
            spawn(async {});
        }
        spawn(async {}).await.unwrap();
    }
    times * size
}

async fn gather(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        let tasks: Vec<_> = (0..size).map(|_| spawn(async {})).collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
    times * size
}

async fn group(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..size {
            tasks.spawn(async {});
        }
        while tasks.join_next().await.is_some() {}
    }
    times * size
}

fn descend(depth: u64) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        if depth > 1 {
            descend(depth - 1).await;
        } else {
            yield_now().await;
        }
    })
}

async fn deep(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        descend(size).await;
    }
    times
}

async fn cancel(size: u64, times: u64) -> u64 {
    for _ in 0..times {
        let sleepers: Vec<_> = (0..size).map(|_| spawn(tokio::time::sleep(HOUR))).collect();
        yield_now().await;
        for sleeper in &sleepers {
            sleeper.abort();
        }
        for sleeper in sleepers {
            let _ = sleeper.await;
        }
    }
    times * size
}

async fn lock(size: u64, times: u64) -> u64 {
    let mutex = Arc::new(Mutex::new(()));
    let tasks: Vec<_> = (0..size)
        .map(|_| {
            let mutex = mutex.clone();
            spawn(async move {
                for _ in 0..times {
                    let _held = mutex.lock().await;
                    yield_now().await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    times * size
}

async fn queue(size: u64, times: u64) -> u64 {
    let (sender, mut receiver) = mpsc::channel(size as usize);
    spawn(async move {
        for _ in 0..times * size {
            sender.send(1).await.unwrap();
        }
    });
    while receiver.recv().await.is_some() {}
    times * size
}

async fn processes(size: u64, times: u64) -> u64 {
    for _ in 0..times * size {
        tokio::process::Command::new("true").status().await.unwrap();
    }
    times * size
}

async fn sleepers(size: u64, times: u64) -> u64 {
    for _ in 0..times * size {
        spawn(tokio::time::sleep(HOUR));
    }
    yield_now().await;
    times * size
}

async fn echo(mut connection: TcpStream) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut buffer = vec![0; 65536];
    loop {
        let n = connection.read(&mut buffer).await?;
        if n == 0 {
            return Ok(());
        }
        connection.write_all(&buffer[..n]).await?;
    }
}

async fn echo_lines(mut connection: TcpStream) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let (input, output) = connection.split();
    let mut reader = BufReader::new(input);
    let mut writer = BufWriter::new(output);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).await? > 0 {
        writer.write_all(&line).await?;
        line.clear();
        if reader.buffer().is_empty() {
            writer.flush().await?;
        }
    }
    Ok(())
}

async fn serve(lines: bool) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("port {}", listener.local_addr()?.port());
    loop {
        let (connection, _) = listener.accept().await?;
        if lines {
            spawn(echo_lines(connection));
        } else {
            spawn(echo(connection));
        }
    }
}

async fn serve_datagrams() -> std::io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    println!("port {}", socket.local_addr()?.port());
    let mut buffer = vec![0; 65536];
    loop {
        let (n, peer) = socket.recv_from(&mut buffer).await?;
        socket.send_to(&buffer[..n], peer).await?;
    }
}

fn exit_when_input_ends() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
}

/// The work is a task among others, for the runtime asks the future of block_on more often than them.
fn rounds(runtime: &Runtime, work: String, size: u64) {
    if work == "switch" {
        runtime.block_on(async { start_taking_turns(size) });
    }
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        let times: u64 = line.unwrap().parse().unwrap();
        let name = work.clone();
        let start = Instant::now();
        let operations = runtime.block_on(async { spawn(round(name, size, times)).await.unwrap() });
        println!("done operations={operations} nanos={}", start.elapsed().as_nanos());
    }
}

async fn round(work: String, size: u64, times: u64) -> u64 {
    match work.as_str() {
        "timers" => timers(size, times).await,
        "switch" => switch(size, times).await,
        "create" => create(size, times).await,
        "gather" => gather(size, times).await,
        "group" => group(size, times).await,
        "deep" => deep(size, times).await,
        "cancel" => cancel(size, times).await,
        "lock" => lock(size, times).await,
        "queue" => queue(size, times).await,
        "spawn" => processes(size, times).await,
        "sleepers" => sleepers(size, times).await,
        _ => panic!("no work is called {work}"),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    match arguments[1].as_str() {
        "list" => println!("warm\n{}\nlines", NAMES.join("\n")),
        "echo" | "lines" => {
            exit_when_input_ends();
            runtime.block_on(serve(arguments[1] == "lines")).unwrap();
        }
        "udp" => {
            exit_when_input_ends();
            runtime.block_on(serve_datagrams()).unwrap();
        }
        work => rounds(&runtime, work.to_string(), arguments[2].parse().unwrap()),
    }
}
