// The load generator, one for all servers: sends messages over some connections and counts what comes back.
//
//   load tcp|udp|tls PORT CONNECTIONS BYTES WINDOW
//
// A message is BYTES long and ends with a newline; each connection has WINDOW of them under way. It says "ready" when
// all connections are made, and answers each line with a number on it by sending that many in all:
//
//   done operations=N nanos=N p50=N p99=N p999=N lost=N
//
// Times of messages are in nanoseconds. Over UDP a message begins with its number; one that is not answered in 200 ms
// counts as lost, another is sent in its place, and its answer counts no more. TLS is there if it was compiled with
// -DWITH_TLS and OpenSSL. It is one version with one cipher suite, so that all servers do the same work; whose
// certificate the server has does not matter.

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

enum { READ_BYTES = 256 * 1024, EVENTS = 256, STEPS = 32, BUCKETS = 64 * STEPS, SILENCE_MS = 200, LOOK_MS = 50 };

struct connection {
  int fd;
  int wants_write;
  long unsent;       // bytes of begun messages that the kernel did not take yet
  long received;     // bytes of the answer that is coming in
  int under_way;     // messages sent or begun, and not answered
  int next;          // where in "began" the next message notes its time
  uint64_t *began;   // over UDP 0 if no message is under way there
  uint64_t *number;  // over UDP: of the last message that noted its time there, which is at number % window
#ifdef WITH_TLS
  SSL *tls;
#endif
};

static int datagrams, connections, window, epoll;
static long bytes;
static char *message, *received;
static struct connection *all;
static uint64_t histogram[BUCKETS];
static uint64_t operations, lost;
static long unbegun, under_way;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// Buckets grow with the value: 32 to each power of two, so that a figure is at most 3 % off.
static int bucket(uint64_t nanos) {
  if (nanos < STEPS) return (int)nanos;
  int power = 63 - __builtin_clzll(nanos);
  return (power - 4) * STEPS + (int)((nanos >> (power - 5)) & (STEPS - 1));
}

static uint64_t floor_of(int bucket) {
  if (bucket < STEPS) return (uint64_t)bucket;
  int power = bucket / STEPS + 4;
  return ((uint64_t)STEPS + (uint64_t)(bucket % STEPS)) << (power - 5);
}

static uint64_t percentile(double share) {
  uint64_t wanted = (uint64_t)(share * (double)operations), seen = 0;
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if (seen > wanted) return floor_of(i);
  }
  return 0;
}

static void count_answer(uint64_t nanos) {
  histogram[bucket(nanos)]++;
  under_way--;
  operations++;
}

static void watch(struct connection *c, int writable) {
  if (c->wants_write == writable) return;
  c->wants_write = writable;
  struct epoll_event event = {.events = EPOLLIN | (writable ? EPOLLOUT : 0), .data.ptr = c};
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event)) die("epoll_ctl");
}

// The two sides of a connection as a socket has them: what was taken, or -1 and EAGAIN if it has to wait.
#ifdef WITH_TLS
static SSL_CTX *tls;

static ssize_t outcome(struct connection *c, int n) {
  if (n > 0) return n;
  int why = SSL_get_error(c->tls, n);
  if (why == SSL_ERROR_ZERO_RETURN) return 0;
  errno = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
  return -1;
}

static ssize_t put(struct connection *c, const char *data, size_t length) {
  if (!c->tls) return send(c->fd, data, length, MSG_NOSIGNAL);
  return outcome(c, SSL_write(c->tls, data, (int)length));
}

static ssize_t take(struct connection *c) {
  if (!c->tls) return recv(c->fd, received, READ_BYTES, 0);
  return outcome(c, SSL_read(c->tls, received, READ_BYTES));
}

static int has_more(struct connection *c) {
  return c->tls && SSL_has_pending(c->tls);  // also records that were read ahead and not decrypted yet
}

static void die_of_tls(const char *what) {
  ERR_print_errors_fp(stderr);
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static void begin_tls(void) {
  tls = SSL_CTX_new(TLS_client_method());
  if (!tls || !SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) ||
      !SSL_CTX_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256")) {
    die_of_tls("this OpenSSL has no TLS 1.3 with AES 128 GCM");
  }
  SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(tls, 1);
}

static void shake_hands(struct connection *c) {
  if (!tls) return;
  c->tls = SSL_new(tls);
  if (!c->tls || !SSL_set_fd(c->tls, c->fd) || SSL_connect(c->tls) != 1) die_of_tls("the TLS handshake failed");
}
#else
static ssize_t put(struct connection *c, const char *data, size_t length) {
  return send(c->fd, data, length, MSG_NOSIGNAL);
}

static ssize_t take(struct connection *c) {
  return recv(c->fd, received, READ_BYTES, 0);
}

static int has_more(struct connection *c) {
  (void)c;
  return 0;
}

static void begin_tls(void) {
  fprintf(stderr, "compiled without TLS\n");
  exit(2);
}

static void shake_hands(struct connection *c) {
  (void)c;
}
#endif

// Sends what is left of the begun messages; "message" holds a whole window of them in a row.
static void flush(struct connection *c) {
  while (c->unsent > 0) {
    long rest = c->unsent % bytes;  // of a message that was sent in part
    ssize_t n = put(c, message + (rest ? bytes - rest : 0), (size_t)c->unsent);
    if (n < 0 && errno == EAGAIN) break;
    if (n < 0) die("send");
    c->unsent -= n;
  }
  watch(c, c->unsent > 0);
}

static void begin(struct connection *c, long count, uint64_t time) {
  if (count > unbegun) count = unbegun;
  unbegun -= count;
  for (long i = 0; i < count; i++) {
    c->began[c->next] = time;
    c->next = (c->next + 1) % window;
  }
  c->under_way += (int)count;
  under_way += count;
  c->unsent += count * bytes;
  flush(c);
}

// Says whether there was something.
static int receive(struct connection *c) {
  ssize_t n = take(c);
  if (n < 0 && errno == EAGAIN) return 0;
  if (n < 0) die("recv");
  if (n == 0) {
    fprintf(stderr, "the server closed a connection\n");
    exit(1);
  }
  uint64_t time = now();
  c->received += n;
  int answered = 0;
  while (c->received >= bytes && c->under_way > 0) {
    c->received -= bytes;
    count_answer(time - c->began[(c->next - c->under_way + window) % window]);
    c->under_way--;
    answered++;
  }
  if (answered > 0) begin(c, answered, time);
  return 1;
}

static void begin_datagram(struct connection *c, int place, uint64_t time) {
  c->began[place] = 0;
  if (unbegun == 0) return;
  unbegun--;
  under_way++;
  c->began[place] = time;
  c->number[place] += (uint64_t)window;
  memcpy(message, &c->number[place], sizeof c->number[place]);
  ssize_t n = send(c->fd, message, (size_t)bytes, 0);
  // What the kernel has no room for is as good as lost on the way.
  if (n < 0 && errno != EAGAIN && errno != ENOBUFS && errno != ECONNREFUSED) die("send");
}

static void receive_datagram(struct connection *c) {
  uint64_t number;
  ssize_t n = recv(c->fd, received, READ_BYTES, 0);
  if (n < 0 && (errno == EAGAIN || errno == ECONNREFUSED)) return;
  if (n < 0) die("recv");
  memcpy(&number, received, sizeof number);
  int place = (int)(number % (uint64_t)window);
  if (n != bytes || c->began[place] == 0 || c->number[place] != number) return;  // it was given up
  uint64_t time = now();
  count_answer(time - c->began[place]);
  begin_datagram(c, place, time);
}

// Sends other datagrams in the place of those that were not answered in time.
static void give_up(uint64_t time) {
  for (int i = 0; i < connections; i++) {
    struct connection *c = &all[i];
    for (int place = 0; place < window; place++) {
      if (c->began[place] == 0 || time - c->began[place] < SILENCE_MS * 1000000u) continue;
      lost++;
      under_way--;
      unbegun++;
      begin_datagram(c, place, time);
    }
  }
}

static void run(long messages) {
  memset(histogram, 0, sizeof histogram);
  operations = lost = 0;
  uint64_t start = now();
  unbegun = messages;
  for (int i = 0; i < connections; i++) {
    if (!datagrams) begin(&all[i], window, now());
    for (int place = 0; datagrams && place < window; place++) begin_datagram(&all[i], place, now());
  }
  uint64_t look = start + LOOK_MS * 1000000u;
  struct epoll_event events[EVENTS];
  while (under_way > 0) {
    int n = epoll_wait(epoll, events, EVENTS, datagrams ? LOOK_MS : 30000);
    if (n < 0 && errno != EINTR) die("epoll_wait");
    if (n == 0 && !datagrams) {
      fprintf(stderr, "no answer for 30 seconds, %ld messages under way\n", under_way);
      exit(1);
    }
    if (datagrams && now() >= look) {
      give_up(now());
      look = now() + LOOK_MS * 1000000u;
    }
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (datagrams) {
        receive_datagram(c);
        continue;
      }
      if (events[i].events & EPOLLOUT) flush(c);
      if (!(events[i].events & ~(uint32_t)EPOLLOUT)) continue;
      while (receive(c) && has_more(c)) {
      }
    }
  }
  printf("done operations=%lu nanos=%lu p50=%lu p99=%lu p999=%lu lost=%lu\n", operations, now() - start,
         percentile(0.5), percentile(0.99), percentile(0.999), lost);
  fflush(stdout);
}

static void connect_all(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1;
  for (int i = 0; i < connections; i++) {
    struct connection *c = &all[i];
    c->began = calloc((size_t)window, sizeof *c->began);
    c->number = calloc((size_t)window, sizeof *c->number);
    for (int place = 0; place < window; place++) c->number[place] = (uint64_t)place;
    c->fd = socket(AF_INET, datagrams ? SOCK_DGRAM : SOCK_STREAM, 0);
    if (c->fd < 0) die("socket");
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address)) die("connect");
    if (!datagrams && setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)) die("setsockopt");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event)) die("epoll_ctl");
    shake_hands(c);
    // The socket blocked while it connected, so that no listen queue overflows; from now on it does not.
    if (fcntl(c->fd, F_SETFL, O_NONBLOCK)) die("fcntl");
  }
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: load tcp|udp|tls PORT CONNECTIONS BYTES WINDOW\n");
    return 2;
  }
  datagrams = strcmp(arguments[1], "udp") == 0;
  if (strcmp(arguments[1], "tls") == 0) begin_tls();
  connections = atoi(arguments[3]);
  bytes = atol(arguments[4]);
  window = atoi(arguments[5]);
  if (datagrams && bytes <= (long)sizeof *all->number) {
    fprintf(stderr, "a datagram needs more than %zu bytes, for it begins with its number\n", sizeof *all->number);
    return 2;
  }
  message = malloc((size_t)(bytes * (window + 1)));
  received = malloc(READ_BYTES);
  all = calloc((size_t)connections, sizeof *all);
  memset(message, 'x', (size_t)(bytes * (window + 1)));
  for (long i = bytes - 1; i < bytes * (window + 1); i += bytes) message[i] = '\n';
  epoll = epoll_create1(0);
  connect_all(atoi(arguments[2]));
  printf("ready\n");
  fflush(stdout);
  char line[64];
  while (fgets(line, sizeof line, stdin)) run(atol(line));
  return 0;
}
