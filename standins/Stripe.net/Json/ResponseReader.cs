using System.Text.Json;

namespace Stripe.Infrastructure;

/// <summary>Answers as objects or as exceptions.</summary>
internal static class ResponseReader
{
    public static T Read<T>(StripeResponse response)
        where T : IStripeEntity
    {
        if ((int)response.StatusCode is < 200 or >= 300)
        {
            throw Failure(response);
        }

        T entity;
        try
        {
            entity = StripeEntity.FromJson<T>(response.Content);
        }
        catch (JsonException)
        {
            throw Unreadable(response);
        }

        entity.StripeResponse = response;
        return entity;
    }

    public static StripeException Failure(StripeResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var said) && said.ValueKind == JsonValueKind.Object)
            {
                var error = (StripeError)EntityReader.Read(said.Clone(), typeof(StripeError));
                error.StripeResponse = response;
                return new StripeException(response.StatusCode, error, error.Message) { StripeResponse = response };
            }
        }
        catch (JsonException)
        {
            // A proxy's page, or half an answer: no error object.
        }

        return Unreadable(response);
    }

    private static StripeException Unreadable(StripeResponse response) =>
        new(response.StatusCode, null, $"The answer with status {(int)response.StatusCode} is no object of the API.") { StripeResponse = response };
}
