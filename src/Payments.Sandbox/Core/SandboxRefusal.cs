using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>A request that ends with an error object.</summary>
internal sealed class SandboxRefusal(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public int Status => status;

    /// <summary>Whether the request never began: such an answer is not stored under its key.</summary>
    public bool BeforeStart { get; init; }

    /// <summary>Further members of the error object.</summary>
    public JsonObject Further { get; init; } = [];

    public JsonObject Body()
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message };
        if (code is not null)
        {
            error["code"] = code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}";
        }

        if (param is not null)
        {
            error["param"] = param;
        }

        foreach (var (name, value) in Further)
        {
            error[name] = value?.DeepClone();
        }

        return new JsonObject { ["error"] = error };
    }

    public static SandboxRefusal Parameter(string message, string param, string? code = null) => new(400, "invalid_request_error", code, message, param) { BeforeStart = true };

    public static SandboxRefusal Missing(string param) => Parameter($"Missing required param: {param}.", param, "parameter_missing");

    public static SandboxRefusal Unknown(string kind, string id, string param = "id") =>
        new(param == "id" ? 404 : 400, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", param) { BeforeStart = true };

    public static SandboxRefusal State(string code, string message) => new(400, "invalid_request_error", code, message);
}
