// What Go does in the benchmarks: work WORK SIZE. See ../README.md for the words that are spoken with the harness.
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"time"
)

const hour = time.Hour

type round func(times int) int

var work = map[string]func(size int) round{
	"timers":   timers,
	"switch":   switching,
	"create":   create,
	"gather":   create,
	"deep":     deep,
	"lock":     lock,
	"queue":    queue,
	"spawn":    spawn,
	"sleepers": sleepers,
}

func timers(size int) round {
	random := rand.New(rand.NewSource(int64(size)))
	delays := make([]time.Duration, size)
	for k := range delays {
		delays[k] = time.Duration(random.Intn(50000)) * time.Microsecond
	}
	all := make([]*time.Timer, size)
	return func(times int) int {
		for i := 0; i < times; i++ {
			var over sync.WaitGroup
			over.Add(size)
			for k := range all {
				all[k] = time.AfterFunc(delays[k], over.Done)
			}
			for k := 1; k < size; k += 2 {
				// Else it has run already, for the scheduler may come between.
				if all[k].Stop() {
					over.Done()
				}
			}
			over.Wait()
		}
		return times * size
	}
}

func switching(size int) round {
	for k := 1; k < size; k++ {
		go func() {
			for {
				runtime.Gosched()
			}
		}()
	}
	return func(times int) int {
		for i := 0; i < times; i++ {
			runtime.Gosched()
		}
		return times * size
	}
}

func create(size int) round {
	return func(times int) int {
		for i := 0; i < times; i++ {
			var over sync.WaitGroup
			over.Add(size)
			for k := 0; k < size; k++ {
				go over.Done()
			}
			over.Wait()
		}
		return times * size
	}
}

//go:noinline
func descend(depth int) int {
	if depth > 1 {
		return descend(depth-1) + 1
	}
	runtime.Gosched()
	return 1
}

func deep(size int) round {
	return func(times int) int {
		for i := 0; i < times; i++ {
			descend(size)
		}
		return times
	}
}

// A channel as the lock, since it is handed on in order; of a sync.Mutex, whoever runs takes it again.
func lock(size int) round {
	mutex := make(chan struct{}, 1)
	return func(times int) int {
		var over sync.WaitGroup
		over.Add(size)
		for k := 0; k < size; k++ {
			go func() {
				for i := 0; i < times; i++ {
					mutex <- struct{}{}
					runtime.Gosched()
					<-mutex
				}
				over.Done()
			}()
		}
		over.Wait()
		return times * size
	}
}

func queue(size int) round {
	items := make(chan int, size)
	return func(times int) int {
		go func() {
			for i := 0; i < times*size; i++ {
				items <- 1
			}
		}()
		for i := 0; i < times*size; i++ {
			<-items
		}
		return times * size
	}
}

func spawn(size int) round {
	return func(times int) int {
		for i := 0; i < times*size; i++ {
			if err := exec.Command("true").Run(); err != nil {
				panic(err)
			}
		}
		return times * size
	}
}

func sleepers(size int) round {
	return func(times int) int {
		for k := 0; k < times*size; k++ {
			go time.Sleep(hour)
		}
		runtime.Gosched()
		return times * size
	}
}

func echo(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 65536)
	for {
		n, err := connection.Read(buffer)
		if err != nil {
			return
		}
		if _, err := connection.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func echoLines(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	writer := bufio.NewWriter(connection)
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return
		}
		if _, err := writer.Write(line); err != nil {
			return
		}
		if reader.Buffered() == 0 {
			if err := writer.Flush(); err != nil {
				return
			}
		}
	}
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	return listener
}

// TLS with the certificate of the harness.
func listenTls() net.Listener {
	directory := os.Getenv("BENCH_WORK") + "/tls/"
	certificate, err := tls.LoadX509KeyPair(directory+"certificate.pem", directory+"key.pem")
	if err != nil {
		panic(err)
	}
	return tls.NewListener(listen(), &tls.Config{Certificates: []tls.Certificate{certificate}})
}

func serve(listener net.Listener, handler func(net.Conn)) {
	fmt.Println("port", listener.Addr().(*net.TCPAddr).Port)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go handler(connection)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
}

func serveDatagrams() {
	socket, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		panic(err)
	}
	fmt.Println("port", socket.LocalAddr().(*net.UDPAddr).Port)
	go func() {
		buffer := make([]byte, 65536)
		for {
			n, peer, err := socket.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			socket.WriteToUDPAddrPort(buffer[:n], peer)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
}

func main() {
	name := os.Args[1]
	switch name {
	case "list":
		for known := range work {
			fmt.Println(known)
		}
		fmt.Print("warm\necho\nlines\ntls\nudp\ncores one\ncores two\n")
		return
	case "echo":
		serve(listen(), echo)
		return
	case "tls":
		serve(listenTls(), echo)
		return
	case "cores":
		if os.Args[3] == "two" {
			runtime.GOMAXPROCS(2)
		}
		serve(listen(), echo)
		return
	case "lines":
		serve(listen(), echoLines)
		return
	case "udp":
		serveDatagrams()
		return
	}
	size, _ := strconv.Atoi(os.Args[2])
	do := work[name](size)
	fmt.Println("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		times, _ := strconv.Atoi(lines.Text())
		start := time.Now()
		operations := do(times)
		fmt.Printf("done operations=%d nanos=%d\n", operations, time.Since(start).Nanoseconds())
	}
}
