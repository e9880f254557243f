"""The floor: the service's nginx configuration with the least program behind it that FastCGI allows."""
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import urllib.request

THREADS_MIN = 80  # more than nginx keeps connections: each has a thread of libfcgi
BACKLOG = 4096


class Floor:
    def __init__(self, above, folder, connections):
        self.above, self.folder = above, folder
        self.threads = max(THREADS_MIN, connections + 16)
        self.responder = self.nginx = None

    def start(self):
        """Answers when it returns."""
        self.folder.mkdir()
        program = self.folder / "empty_responder"
        source = pathlib.Path(__file__).with_name("empty_responder.cpp")
        subprocess.run(["g++", "-std=c++20", "-O2", "-o", str(program), str(source), "-lfcgi"], check=True)
        with listen(self.folder / "web.sock") as listener:
            self.responder = subprocess.Popen([str(program), str(self.threads)], stdin=listener)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.write_configuration(port)
        # It comes back once it listens, and whoever is answered finds its process id written.
        subprocess.run(["nginx", "-e", "stderr", "-p", f"{self.folder}/nginx/", "-c", f"{self.folder}/conf/nginx.conf"],
                       check=True, stdin=subprocess.DEVNULL)
        urllib.request.urlopen(self.url + "/mood").close()
        self.nginx = int((self.folder / "nginx/nginx.pid").read_text())
        self.roots = {self.responder.pid, self.nginx}

    def write_configuration(self, port):
        (self.folder / "nginx").mkdir()
        shutil.copytree(self.above.state / "conf/nginx", self.folder / "conf")
        path = self.folder / "conf/nginx.conf"
        text = path.read_text().replace(f"{self.above.state}/run", str(self.folder))
        text = text.replace(f":{self.above.url.rpartition(':')[2]} ", f":{port} ").replace("daemon off;", "daemon on;")
        path.write_text(("user root;\n" if os.getuid() == 0 else "") + text)

    def stop(self):
        if self.nginx:
            end(self.nginx)
        if self.responder:
            self.responder.terminate()
            self.responder.wait()


def listen(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(BACKLOG)
    return listener


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process):
    """Ends a process that is nobody's child, and returns when it has ended."""
    handle = os.pidfd_open(process)
    signal.pidfd_send_signal(handle, signal.SIGTERM)
    select.select([handle], [], [])
    os.close(handle)
