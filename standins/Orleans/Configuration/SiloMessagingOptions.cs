namespace Orleans.Configuration;

/// <summary>How calls made inside the silo are answered.</summary>
public class SiloMessagingOptions : MessagingOptions
{
}
