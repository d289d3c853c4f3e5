using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.ApiKeys;

/// <summary>
/// Puts a new secret into the answer after the answer was kept for its <c>Idempotency-Key</c>, so that what is kept has none. A
/// repeated request gets the same answer with <c>"secret": null</c>; who lost the first one rotates the key.
/// </summary>
static class SecretShownOnce
{
    /// <summary>Says which secret the answer of this request is to show.</summary>
    public static void Show(HttpContext http, string text) => http.Features.Set(new NewSecret(text));

    /// <summary>Goes around the unit of work.</summary>
    public static async ValueTask<object?> Around(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var answer = await next(call);
        var secret = http.Features.Get<NewSecret>()?.Text;
        return secret is null || answer is not IResult result || Caller.WantsDryRun(http) ? answer : new WithSecret(result, secret);
    }

    sealed record NewSecret(string Text);

    sealed class WithSecret(IResult answer, string secret) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            var response = http.Response;
            response.Headers.CacheControl = "no-store";
            var client = response.Body;
            using var memory = new MemoryStream();
            response.Body = memory;
            try
            {
                await answer.ExecuteAsync(http);
            }
            finally
            {
                response.Body = client;
            }

            var isMade = response.StatusCode is >= 200 and < 300;
            await client.WriteAsync(isMade ? Add(memory.ToArray()) : memory.ToArray(), http.RequestAborted);
        }

        byte[] Add(byte[] json)
        {
            var body = JsonNode.Parse(json)!;
            body["data"]!["secret"] = secret;
            return JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json);
        }
    }
}
