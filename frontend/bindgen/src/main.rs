//! Turns the compiled browser module into what a page loads: `bindgen INPUT.wasm OUTPUT-FOLDER`.

use std::env;
use std::error::Error;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args_os().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("give the compiled module and the folder to write to".into());
    };
    Bindgen::new()
        .input_path(input)
        .web(true)?
        .typescript(false)
        .out_name("nexttables")
        .omit_default_module_path(false)
        .generate(output)?;
    Ok(())
}
