fn main() -> std::process::ExitCode {
    rollbook::cli::main(std::env::args_os())
}
