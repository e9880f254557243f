"""The floor: the service's nginx configuration with the least program behind it that FastCGI allows."""
import os
import pathlib
import shutil
import socket
import subprocess

import service

THREADS_MIN = 80  # more than nginx keeps connections: each has a thread of libfcgi


class Floor:
    def __init__(self, above, folder, connections):
        self.above, self.folder = above, folder
        self.threads = max(THREADS_MIN, connections + 16)
        self.processes = []

    def start(self):
        self.folder.mkdir()
        program = self.folder / "empty_responder"
        source = pathlib.Path(__file__).with_name("empty_responder.cpp")
        subprocess.run(["g++", "-std=c++20", "-O2", "-o", str(program), str(source), "-lfcgi"], check=True)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.write_configuration(port)
        path = self.folder / "web.sock"
        self.spawn("s6-ipcserver-socketbinder", "-b", "4096", "-B", str(path), str(program), str(self.threads))
        service.wait_until(path.exists, "the empty program does not listen")
        self.spawn("nginx", "-e", "stderr", "-p", f"{self.folder}/nginx/", "-c", f"{self.folder}/conf/nginx.conf")
        service.wait_until(lambda: answers(port), "the floor's nginx does not listen")
        self.roots = {process.pid for process in self.processes}

    def write_configuration(self, port):
        (self.folder / "nginx").mkdir()
        shutil.copytree(self.above.state / "conf/nginx", self.folder / "conf")
        path = self.folder / "conf/nginx.conf"
        text = path.read_text().replace(f"{self.above.state}/run", str(self.folder))
        text = text.replace(f":{self.above.url.rpartition(':')[2]} ", f":{port} ")
        path.write_text(("user root;\n" if os.getuid() == 0 else "") + text)

    def spawn(self, *command):
        self.processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
