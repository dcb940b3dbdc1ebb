//! Tokio's echo server behind rustls, which ../../peer starts for the work `tls`.

use std::fs::File;
use std::io::{BufReader, Error, ErrorKind, Read, Result};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::task::spawn;
use tokio_rustls::rustls::{Certificate, PrivateKey, ServerConfig};
use tokio_rustls::TlsAcceptor;

/// The certificate of the harness, and its key.
fn acceptor() -> Result<TlsAcceptor> {
    let directory = std::env::var("BENCH_WORK").expect("BENCH_WORK is set") + "/tls/";
    let open = |name: &str| File::open(directory.clone() + name).map(BufReader::new);
    let chain = rustls_pemfile::certs(&mut open("certificate.pem")?)?;
    let mut keys = rustls_pemfile::pkcs8_private_keys(&mut open("key.pem")?)?;
    let key = keys.pop().ok_or_else(|| Error::new(ErrorKind::InvalidData, "key.pem has no key in PKCS #8"))?;
    let config = ServerConfig::builder()
        .with_safe_defaults()
        .with_no_client_auth()
        .with_single_cert(chain.into_iter().map(Certificate).collect(), PrivateKey(key))
        .map_err(|why| Error::new(ErrorKind::InvalidData, why))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn echo(connection: TcpStream, acceptor: TlsAcceptor) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = acceptor.accept(connection).await?;
    let mut buffer = vec![0; 65536];
    loop {
        let n = connection.read(&mut buffer).await?;
        if n == 0 {
            return Ok(());
        }
        connection.write_all(&buffer[..n]).await?;
        // What was written may be no further than in rustls.
        connection.flush().await?;
    }
}

async fn serve(acceptor: TlsAcceptor) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("port {}", listener.local_addr()?.port());
    loop {
        let (connection, _) = listener.accept().await?;
        spawn(echo(connection, acceptor.clone()));
    }
}

fn main() -> Result<()> {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    Builder::new_current_thread().enable_all().build()?.block_on(serve(acceptor()?))
}
