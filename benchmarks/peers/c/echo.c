// The floor: an echo server on bare epoll that does nothing but read and write.
//
//   echo tcp|udp
//   echo tls DIRECTORY
//
// TLS is there if it was compiled with -DWITH_TLS and OpenSSL; DIRECTORY has certificate.pem and key.pem.

#define _GNU_SOURCE  // accept4
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

// With room for 64 KiB at a time, pipelined messages of that length would cost nearly twice as much. An answer in TLS
// is longer than what it answers, by its records, or by a handshake.
enum { BUFFER_BYTES = 256 * 1024, ANSWER_BYTES = BUFFER_BYTES + 16 * 1024, EVENTS = 256 };

struct connection {
  int fd;
  struct ssl_st *tls;  // NULL without TLS
  char *unsent;        // room for an answer, made when one could not be sent at once, and kept
  size_t begin, end;   // what of it is unsent; while there is something, nothing more is read
};

static int epoll;
static char buffer[BUFFER_BYTES];

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int operation, int fd, unsigned events, void *owner) {
  struct epoll_event event = {.events = events, .data.ptr = owner};
  if (epoll_ctl(epoll, operation, fd, &event)) die("epoll_ctl");
}

#ifdef WITH_TLS
static SSL_CTX *tls;
static BIO_METHOD *gather;
static char records[ANSWER_BYTES];
static size_t records_end;

// OpenSSL would send each record of 16 KiB by itself. Here they are gathered, and sent as one.
static int gather_record(BIO *bio, const char *record, int length) {
  (void)bio;
  if (records_end + (size_t)length > sizeof records) return -1;
  memcpy(records + records_end, record, (size_t)length);
  records_end += (size_t)length;
  return length;
}

static long control_gather(BIO *bio, int command, long number, void *pointer) {
  (void)bio, (void)number, (void)pointer;
  return command == BIO_CTRL_FLUSH;  // nothing to do, but it has to succeed
}

static void prepare_tls(const char *directory) {
  if (chdir(directory)) die(directory);
  tls = SSL_CTX_new(TLS_server_method());
  if (SSL_CTX_use_certificate_file(tls, "certificate.pem", SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(tls, "key.pem", SSL_FILETYPE_PEM) != 1) {
    fprintf(stderr, "no certificate.pem and key.pem in %s\n", directory);
    exit(1);
  }
  SSL_CTX_set_read_ahead(tls, 1);  // as many records as there are, and not each head and body by itself
  SSL_CTX_set_default_read_buffer_len(tls, BUFFER_BYTES);
  gather = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "gather");
  BIO_meth_set_write(gather, gather_record);
  BIO_meth_set_ctrl(gather, control_gather);
}

static void begin_tls(struct connection *c) {
  if (!tls) return;
  c->tls = SSL_new(tls);
  SSL_set0_rbio(c->tls, BIO_new_socket(c->fd, BIO_NOCLOSE));
  SSL_set0_wbio(c->tls, BIO_new(gather));
  SSL_set_accept_state(c->tls);
}

static void end_tls(struct connection *c) {
  SSL_free(c->tls);
  ERR_clear_error();  // or another connection would seem to have it
}

static int has_more(struct connection *c) {
  return c->tls && SSL_has_pending(c->tls);  // records that were read ahead, of which epoll knows nothing
}

// The records that answer what has come, which may also be a step of the handshake.
static ssize_t answer_in_tls(struct connection *c, char **answer) {
  int length = 0, n;
  records_end = 0;
  do {
    n = SSL_read(c->tls, buffer + length, BUFFER_BYTES - length);
    if (n > 0) length += n;
  } while (n > 0 && length < BUFFER_BYTES && SSL_has_pending(c->tls));
  if (length == 0 && SSL_get_error(c->tls, n) != SSL_ERROR_WANT_READ) return -1;
  if (length > 0 && SSL_write(c->tls, buffer, length) != length) return -1;
  *answer = records;
  return (ssize_t)records_end;
}
#else
static void prepare_tls(const char *directory) {
  (void)directory;
  fprintf(stderr, "compiled without TLS\n");
  exit(2);
}

static void begin_tls(struct connection *c) {
  (void)c;
}

static void end_tls(struct connection *c) {
  (void)c;
}

static int has_more(struct connection *c) {
  (void)c;
  return 0;
}

static ssize_t answer_in_tls(struct connection *c, char **answer) {
  (void)c, (void)answer;
  return -1;
}
#endif

static void end(struct connection *c) {
  end_tls(c);
  close(c->fd);
  free(c->unsent);
  free(c);
}

static void keep(struct connection *c, const char *rest, size_t length) {
  if (!c->unsent) c->unsent = malloc(ANSWER_BYTES);
  memcpy(c->unsent, rest, length);
  c->begin = 0;
  c->end = length;
  watch(EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
}

// The answer to what has come: how long it is, 0 if there is none yet, or -1 at the end of the connection.
static ssize_t read_answer(struct connection *c, char **answer) {
  if (c->tls) return answer_in_tls(c, answer);
  ssize_t n = recv(c->fd, buffer, BUFFER_BYTES, 0);
  *answer = buffer;
  return n > 0 ? n : n < 0 && errno == EAGAIN ? 0 : -1;
}

// How much the kernel took, or -1 at the end of the connection.
static ssize_t put(struct connection *c, const char *data, size_t length) {
  ssize_t sent = send(c->fd, data, length, MSG_NOSIGNAL);
  return sent < 0 && errno == EAGAIN ? 0 : sent;
}

static void echo(struct connection *c) {
  ssize_t n;
  do {
    char *answer;
    n = read_answer(c, &answer);
    ssize_t sent = n > 0 ? put(c, answer, (size_t)n) : n;
    if (sent < 0) {
      end(c);
      return;
    }
    if (sent < n) {
      keep(c, answer + sent, (size_t)(n - sent));
      return;
    }
  } while (n > 0 && has_more(c));
}

static void send_more(struct connection *c) {
  ssize_t sent = put(c, c->unsent + c->begin, c->end - c->begin);
  if (sent < 0) {
    end(c);
    return;
  }
  c->begin += (size_t)sent;
  if (c->begin == c->end) {
    watch(EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
    if (has_more(c)) echo(c);
  }
}

static void accept_all(int listener) {
  int fd, one = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    begin_tls(c);
    watch(EPOLL_CTL_ADD, fd, EPOLLIN, c);
  }
}

static void echo_datagrams(int fd) {
  struct sockaddr_in peer;
  socklen_t length = sizeof peer;
  ssize_t n;
  while ((n = recvfrom(fd, buffer, BUFFER_BYTES, 0, (struct sockaddr *)&peer, &length)) >= 0) {
    sendto(fd, buffer, (size_t)n, 0, (struct sockaddr *)&peer, length);
  }
}

int main(int count, char **arguments) {
  int datagrams = count > 1 && strcmp(arguments[1], "udp") == 0;
  if (count > 2 && strcmp(arguments[1], "tls") == 0) prepare_tls(arguments[2]);
  int server = socket(AF_INET, (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t length = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (server < 0 || bind(server, (struct sockaddr *)&address, length)) die("bind");
  if (!datagrams && listen(server, 1024)) die("listen");
  getsockname(server, (struct sockaddr *)&address, &length);
  epoll = epoll_create1(0);
  watch(EPOLL_CTL_ADD, server, EPOLLIN, &server);
  watch(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN, NULL);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);

  struct epoll_event events[EVENTS];
  while (1) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < n; i++) {
      void *owner = events[i].data.ptr;
      if (owner == NULL) return 0;  // the end of the input is the end of the server
      if (owner == &server) {
        datagrams ? echo_datagrams(server) : accept_all(server);
      } else if (events[i].events & EPOLLOUT) {
        send_more(owner);
      } else {
        echo(owner);
      }
    }
  }
}
