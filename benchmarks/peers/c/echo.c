// The floor: an echo server on bare epoll, TCP or UDP, that does nothing but read and write.
//
//   echo tcp|udp

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

enum { BUFFER_BYTES = 64 * 1024, EVENTS = 256 };

// What one connection could not be sent yet. While there is something, nothing more is read from it.
struct connection {
  int fd;
  size_t begin, end;
  char *unsent;
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

static void end(struct connection *c) {
  close(c->fd);
  free(c->unsent);
  free(c);
}

static void keep(struct connection *c, size_t from, size_t to) {
  c->unsent = malloc(to - from);
  memcpy(c->unsent, buffer + from, to - from);
  c->begin = 0;
  c->end = to - from;
  watch(EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
}

static void echo(struct connection *c) {
  ssize_t n = recv(c->fd, buffer, BUFFER_BYTES, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    end(c);
    return;
  }
  ssize_t sent = send(c->fd, buffer, (size_t)n, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) {
    end(c);
  } else if (sent < n) {
    keep(c, sent < 0 ? 0 : (size_t)sent, (size_t)n);
  }
}

static void send_more(struct connection *c) {
  ssize_t sent = send(c->fd, c->unsent + c->begin, c->end - c->begin, MSG_NOSIGNAL);
  if (sent < 0 && errno == EAGAIN) return;
  if (sent < 0) {
    end(c);
    return;
  }
  c->begin += (size_t)sent;
  if (c->begin == c->end) {
    free(c->unsent);
    c->unsent = NULL;
    watch(EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
  }
}

static void accept_all(int listener) {
  int fd, one = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
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
