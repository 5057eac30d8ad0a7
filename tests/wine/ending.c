/* Ends a program as Windows does when its window is closed (event 2), its user signs out (5) or the
 * computer shuts down (6), none of which Wine tells a program:
 *   ending EVENT PROGRAM ARGUMENT...
 *
 * The moment is the end of standard input; what is read before goes to the program. Then a thread begins in
 * the program, at the function that Windows' own begins at, and the program has ended of itself before
 * that thread has and within five seconds, or it is ended here. The exit code is the program's, else ENDED. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* RETURNED: what Wine's CtrlRoutine gives when the program's handler has come back. */
enum { RETURNED = 1, ENDED = 250, FAILED = 251, LIMIT = 5000 };

static void check(int so, const char *what)
{
    if (so) return;
    fprintf(stderr, "ending: %s: error %lu\n", what, GetLastError());
    exit(FAILED);
}

static DWORD left(ULONGLONG begun)
{
    ULONGLONG gone = GetTickCount64() - begun;

    return gone < LIMIT ? LIMIT - gone : 0;
}

int main(int count, char **arguments)
{
    SECURITY_ATTRIBUTES inherited = { .nLength = sizeof(inherited), .bInheritHandle = TRUE };
    STARTUPINFOA start = { .cb = sizeof(start), .dwFlags = STARTF_USESTDHANDLES };
    PROCESS_INFORMATION program;
    HANDLE input, thread;
    LPTHREAD_START_ROUTINE routine;
    char line[4096] = "", bytes[256];
    DWORD size, sent, code;
    ULONGLONG begun;

    check(count > 2, "arguments");
    for (int i = 2; i < count; i++)
    {
        check(strlen(line) + strlen(arguments[i]) + 4 < sizeof(line), "length");
        sprintf(line + strlen(line), "\"%s\" ", arguments[i]);
    }
    check(CreatePipe(&start.hStdInput, &input, &inherited, 0), "pipe");
    SetHandleInformation(input, HANDLE_FLAG_INHERIT, 0);
    start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    check(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &program), line);
    while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), bytes, sizeof(bytes), &size, NULL) && size)
        WriteFile(input, bytes, size, &sent, NULL);

    routine = (void *)GetProcAddress(GetModuleHandleA("kernelbase.dll"), "CtrlRoutine");
    check(routine != NULL, "CtrlRoutine");
    thread = CreateRemoteThread(program.hProcess, NULL, 0, routine, (void *)(INT_PTR)atoi(arguments[1]), 0, NULL);
    check(thread != NULL, "thread");
    begun = GetTickCount64();
    WaitForSingleObject(thread, LIMIT);
    /* A program that ends ends its threads first, with its own exit code. */
    if ((GetExitCodeThread(thread, &code) && code == RETURNED)
        || WaitForSingleObject(program.hProcess, left(begun)) != WAIT_OBJECT_0)
    {
        TerminateProcess(program.hProcess, ENDED);
        WaitForSingleObject(program.hProcess, INFINITE);
    }
    check(GetExitCodeProcess(program.hProcess, &code), "exit code");
    return (int)code;
}
