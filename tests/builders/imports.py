"""What Python code imports."""

import ast


def imported_by(node: ast.AST) -> list[str]:
    """The modules that a statement imports, `importlib.import_module("name")` too; a name may follow a module's."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        is_package = node.module == "mnist_app"
        return [f"mnist_app.{alias.name}" for alias in node.names] if is_package else [str(node.module)]
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("importlib.import_module", "import_module"):
        return [str(argument.value) for argument in node.args[:1] if isinstance(argument, ast.Constant)]
    return []
